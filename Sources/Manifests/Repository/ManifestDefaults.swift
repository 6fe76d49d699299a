import Model

/// What `rondo.yaml` gives to manifests that say nothing.
struct ManifestDefaults: Hashable, Sendable {
    let values: RepositoryConfiguration.Defaults

    init(_ values: RepositoryConfiguration.Defaults = RepositoryConfiguration.Defaults()) { self.values = values }

    /// A suite with what its tests and its own `defaults` leave open.
    func completed(_ suite: YAMLNode) -> YAMLNode {
        let entries = testEntries
        guard !entries.isEmpty, let spec = suite.member("spec"), let tests = spec.value.member("tests"),
            case .sequence(let items) = tests.value.content
        else { return suite }
        let completed = items.map { item -> YAMLNode in
            guard case .mapping(let own) = item.content else { return item }
            return item.with(.mapping(own + entries.filter { item.member($0.key.keyText ?? "") == nil }))
        }
        return suite.setting("spec", to: spec.value.setting("tests", to: tests.value.with(.sequence(completed))))
    }

    /// The spec of a manifest with what it leaves open.
    func completed(_ spec: JSONValue, of kind: Kind) -> JSONValue {
        guard kind == .environment, let drift = values.drift, case .object(var members) = spec,
            members["drift"] == nil
        else { return spec }
        members["drift"] = .string(drift.rawValue)
        return .object(members)
    }

    /// As a test would write them.
    private var testEntries: [YAMLEntry] {
        var entries: [YAMLEntry] = []
        if let timeout = values.timeout { entries.append(Self.entry("timeout", Self.scalar("\(timeout)"))) }
        if let retry = values.retry {
            let fields = [
                Self.entry("failed", Self.scalar("\(retry.failed)")),
                Self.entry("errored", Self.scalar("\(retry.errored)")),
                Self.entry("backoff", Self.scalar("\(retry.backoff)")),
            ]
            entries.append(Self.entry("retry", Self.node(.mapping(fields))))
        }
        return entries
    }

    private static func entry(_ key: String, _ value: YAMLNode) -> YAMLEntry {
        YAMLEntry(key: scalar(key), value: value)
    }

    private static func scalar(_ text: String) -> YAMLNode { node(.scalar(YAMLScalar(text: text, style: .plain))) }

    private static func node(_ content: YAMLNode.Content) -> YAMLNode {
        let mark = YAMLMark(line: 1, column: 1, file: 1)
        return YAMLNode(content: content, tag: nil, start: mark, end: mark)
    }
}

extension YAMLNode {
    /// The same mapping with another value for a key that it has.
    fileprivate func setting(_ key: String, to value: YAMLNode) -> YAMLNode {
        with(.mapping(entries.map { $0.key.keyText == key ? YAMLEntry(key: $0.key, value: value) : $0 }))
    }
}
