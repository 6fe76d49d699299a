package import Model

/// What a commit has to change so that drift which people want to keep is what git says.
package struct DriftAcceptance: Hashable, Sendable {
    package let object: ObjectIdentity
    package let edits: [ManifestEdit]
    /// The findings that end by it.
    package let records: [DriftRecord]
    /// What a person should know before taking it.
    package let notes: [String]

    /// nil when none of the records is open drift of the object.
    ///
    /// - Parameter object: as the working tree declares it.
    package init?(of object: DeclaredObject, _ ledger: [DriftRecord]) {
        guard case .cloudResource(let spec) = object.spec else { return nil }
        let open = ledger.filter { $0.isOpen && $0.finding.object == object.identity }
        guard !open.isEmpty else { return nil }
        var edits: [ManifestEdit] = []
        var notes: [String] = []
        let missing = Set(open.filter { $0.finding.kind == .missing }.compactMap(\.ordinal)).intersection(
            0..<spec.replicas)
        if !missing.isEmpty {
            let left = max(spec.replicas - missing.count, 0)
            edits.append(Self.replicas(left, spec.scale))
            let remade = missing.filter { $0 < left }.sorted()
            if !remade.isEmpty {
                // Ordinals go from 0, so a hole is filled and the last ones end.
                let ordinals = remade.map { "\($0)" }.joined(separator: ", ")
                notes.append(
                    "instances count from 0: \(ordinals) will be made again and \(remade.count) of the last will end")
            }
        }
        if open.contains(where: { $0.finding.kind == .changed }) {
            edits.append(Self.ignoring(.state, in: spec.drift))
            notes.append("a manifest can't ask for a stopped instance, so its state is ignored from now on")
        }
        self.object = object.identity
        self.edits = edits
        self.records = open
        self.notes = notes
    }

    private static func replicas(_ count: Int, _ scale: ReplicaScale) -> ManifestEdit {
        switch scale {
        case .fixed: ManifestEdit("spec", "replicas", value: .integer(Int64(count)))
        case .following: ManifestEdit("spec", "replicas", "min", value: .integer(Int64(count)))
        }
    }

    /// Drift of one field is ignored, and the policy of the others stays.
    private static func ignoring(_ field: DriftField, in drift: ResourceDrift?) -> ManifestEdit {
        let ignore = JSONValue.string(DriftPolicy.ignore.rawValue)
        switch drift {
        case nil: return ManifestEdit("spec", "drift", value: .object([field.rawValue: ignore]))
        case .byField?: return ManifestEdit("spec", "drift", field.rawValue, value: ignore)
        case .all(let policy)?:
            let others = DriftField.allCases.filter { $0.isObserved && $0 != field }
            let kept = others.map { ($0.rawValue, JSONValue.string(policy.rawValue)) }
            return ManifestEdit(
                "spec", "drift", value: .object(Dictionary(kept + [(field.rawValue, ignore)]) { $1 }))
        }
    }
}

extension DriftRecord {
    /// Of `instance[1]` and `instance[1].state`; nil for what is no instance of an object.
    fileprivate var ordinal: Int? {
        guard finding.field.hasPrefix("instance[") else { return nil }
        return Int(finding.field.dropFirst("instance[".count).prefix { $0.isNumber })
    }
}
