import Model

/// Where an instance that exists differs from what its manifest says of it.
struct FieldDifference: Hashable, Sendable {
    let field: DriftField
    /// `identity`, `instanceType`, `tags.team`, `securityGroups`
    let path: String
    let desired: String
    /// nil for what is not there.
    let actual: String?
}

extension ObservedInstance {
    /// In order of path; none where the provider does not show what it is made of.
    ///
    /// Only what the manifest says counts: tags and groups that others add for purposes of their own are no drift, but
    /// groups of which the manifest lists some are what it lists.
    func differences(from spec: CloudResourceSpec) -> [FieldDifference] {
        guard let traits, let cloud = spec.configuration.cloud else { return [] }
        var found: [FieldDifference] = []
        if let wanted = cloud.identity, !traits.isIdentity(wanted) {
            found.append(
                FieldDifference(
                    field: .identity, path: DriftField.identity.rawValue, desired: wanted, actual: traits.identity))
        }
        // Of an image that is looked for by name, what was found then is what is wanted.
        if case .id(let wanted)? = cloud.image, wanted.hasPrefix("ami-"), let actual = traits.image, actual != wanted {
            found.append(
                FieldDifference(field: .image, path: DriftField.image.rawValue, desired: wanted, actual: actual))
        }
        if traits.instanceType != cloud.instanceType {
            found.append(
                FieldDifference(
                    field: .instanceType, path: DriftField.instanceType.rawValue, desired: cloud.instanceType,
                    actual: traits.instanceType))
        }
        if let wanted = cloud.publicIP, let actual = traits.isPublic, actual != wanted {
            found.append(
                FieldDifference(
                    field: .publicIP, path: DriftField.publicIP.rawValue, desired: "\(wanted)", actual: "\(actual)"))
        }
        if let wanted = cloud.securityGroups, !wanted.isEmpty, !traits.hasExactly(wanted) {
            found.append(
                FieldDifference(
                    field: .securityGroups, path: DriftField.securityGroups.rawValue,
                    desired: wanted.sorted().joined(separator: ", "),
                    actual: traits.securityGroups.isEmpty
                        ? nil : traits.securityGroups.map(\.id).sorted().joined(separator: ", ")))
        }
        for (name, value) in (cloud.tags ?? [:]).sorted(by: { $0.key < $1.key }) where traits.tags[name] != value {
            found.append(
                FieldDifference(
                    field: .tags, path: "\(DriftField.tags.rawValue).\(name)", desired: value,
                    actual: traits.tags[name]))
        }
        return found
    }
}

extension InstanceTraits {
    /// Whether it has the profile that a manifest calls by its name or its whole address.
    fileprivate func isIdentity(_ wanted: String) -> Bool {
        guard let identity else { return false }
        return identity == wanted || identity.split(separator: "/").last.map(String.init) == wanted
    }

    /// Whether its groups are those that a manifest lists by id or name.
    fileprivate func hasExactly(_ wanted: [String]) -> Bool {
        let names = Set(wanted)
        return securityGroups.allSatisfy { names.contains($0.id) || $0.name.map(names.contains) == true }
            && names.allSatisfy { name in securityGroups.contains { $0.id == name || $0.name == name } }
    }
}

extension Facts {
    /// What somebody changed of the instances that were made from the current definition, by ordinal.
    func differences(
        of object: DeclaredObject, _ spec: CloudResourceSpec
    ) -> [Int: (instance: ObservedInstance, differences: [FieldDifference])] {
        let hash = Digests.instanceHash(of: object)
        var found: [Int: (instance: ObservedInstance, differences: [FieldDifference])] = [:]
        for (ordinal, instances) in Dictionary(grouping: aliveInstances(of: object.identity), by: \.tags.ordinal) {
            guard let newest = instances.last, newest.tags.specHash == hash else { continue }
            let differences = newest.differences(from: spec)
            if !differences.isEmpty { found[ordinal] = (newest, differences) }
        }
        return found
    }
}
