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
        let fields = FieldAcceptance(open, spec)
        edits += fields.edits
        notes += fields.notes
        var ignored = fields.ignored
        if open.contains(where: { $0.finding.driftField == .state }) {
            ignored.insert(.state)
            notes.append("a manifest can't ask for a stopped instance, so its state is ignored from now on")
        }
        edits += Self.ignoring(ignored, in: spec)
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

    /// Drift of these fields is ignored, and the policy of the others stays.
    private static func ignoring(_ fields: Set<DriftField>, in spec: CloudResourceSpec) -> [ManifestEdit] {
        guard !fields.isEmpty else { return [] }
        let ignore = JSONValue.string(DriftPolicy.ignore.rawValue)
        let ignored = fields.map { ($0.rawValue, ignore) }.sorted { $0.0 < $1.0 }
        switch spec.drift {
        case nil: return [ManifestEdit("spec", "drift", value: .object(Dictionary(ignored) { $1 }))]
        case .byField?: return ignored.map { ManifestEdit("spec", "drift", $0.0, value: $0.1) }
        case .all(let policy)?:
            let others = DriftField.allCases.filter { $0.isObserved(of: spec.provider) && !fields.contains($0) }
            let kept = others.map { ($0.rawValue, JSONValue.string(policy.rawValue)) }
            return [ManifestEdit("spec", "drift", value: .object(Dictionary(kept + ignored) { $1 }))]
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
