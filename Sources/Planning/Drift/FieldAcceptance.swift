import Model

/// What a manifest has to say so that other values of instances' fields are what it asks for.
struct FieldAcceptance {
    private(set) var edits: [ManifestEdit] = []
    private(set) var notes: [String] = []
    /// Fields whose values no manifest can ask for, so that their drift is ignored instead.
    private(set) var ignored: Set<DriftField> = []

    /// - Parameter open: the drift of one object.
    init(_ open: [DriftRecord], _ spec: CloudResourceSpec) {
        let changed = open.map(\.finding).filter { $0.kind == .changed && $0.driftField?.hasValue == true }
        for (path, findings) in Dictionary(grouping: changed, by: \.pathInInstance).sorted(by: { $0.key < $1.key }) {
            guard let field = findings.first?.driftField else { continue }
            let values = Set(findings.map(\.actual))
            guard values.count == 1, let value = values.first ?? nil else {
                ignored.insert(field)
                notes.append(
                    values.count == 1
                        ? "a manifest can't ask for `\(path)` to be missing, so drift of \(field.rawValue) is ignored"
                        : "the instances differ in `\(path)`, so drift of \(field.rawValue) is ignored")
                continue
            }
            edits.append(Self.edit(field, path, value))
            if !field.isCorrected {
                notes.append("another `\(path)` is another definition: the instances will be made anew with it")
            }
            if findings.count < spec.replicas {
                notes.append("all \(spec.replicas) instances will have `\(path)` \(value)")
            }
        }
    }

    private static func edit(_ field: DriftField, _ path: String, _ value: String) -> ManifestEdit {
        switch field {
        case .tags:
            let name = String(path.dropFirst("\(field.rawValue).".count))
            return ManifestEdit("spec", "configuration", field.rawValue, name, value: .string(value))
        case .securityGroups:
            let groups = value.split(separator: ",").map { JSONValue.string($0.filter { $0 != " " }) }
            return ManifestEdit("spec", "configuration", field.rawValue, value: .array(groups))
        case .publicIP:
            return ManifestEdit("spec", "configuration", field.rawValue, value: .bool(value == "true"))
        case .instance, .state, .instanceType, .image, .disk, .identity:
            return ManifestEdit("spec", "configuration", field.rawValue, value: .string(value))
        }
    }
}

extension DriftField {
    /// Whether a manifest says a value for it.
    fileprivate var hasValue: Bool {
        switch self {
        case .instance, .state: false
        case .instanceType, .image, .tags, .securityGroups, .publicIP, .disk, .identity: true
        }
    }
}

extension DriftFinding {
    /// `tags.team` of `instance[0].tags.team`
    fileprivate var pathInInstance: String {
        field.split(separator: ".", maxSplits: 1).dropFirst().first.map(String.init) ?? ""
    }
}
