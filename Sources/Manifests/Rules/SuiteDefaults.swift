import Model

/// Puts the fields of a suite's `defaults` into the tests that don't have them: shallow, whole fields at a time.
enum SuiteDefaults {
    static func merged(into root: YAMLNode) -> YAMLNode {
        guard let defaults = root["spec"]?["defaults"]?.entries, !defaults.isEmpty else { return root }
        return root.replacing("spec") { spec in
            spec.replacing("tests") { tests in
                guard case .sequence(let items) = tests.content else { return tests }
                return tests.with(.sequence(items.map { merge(defaults, into: $0) }))
            }
        }
    }

    private static func merge(_ defaults: [YAMLEntry], into test: YAMLNode) -> YAMLNode {
        guard case .mapping(let own) = test.content else { return test }
        var names = Set(own.compactMap(\.key.keyText)).union(["name"])
        if !names.isDisjoint(with: TestFields.bodies) { names.formUnion(TestFields.bodies) }
        let added = defaults.filter { entry in
            guard let key = entry.key.keyText else { return false }
            return !names.contains(key) && TestSuiteFields.defaults.field(key) != nil
        }
        return test.with(.mapping(own + added))
    }
}

extension YAMLNode {
    func with(_ content: Content) -> YAMLNode { YAMLNode(content: content, tag: tag, start: start, end: end) }

    /// The same mapping with the first value of a key changed.
    func replacing(_ key: String, by change: (YAMLNode) -> YAMLNode) -> YAMLNode {
        guard case .mapping(var entries) = content,
            let index = entries.firstIndex(where: { $0.key.keyText == key })
        else { return self }
        entries[index] = YAMLEntry(key: entries[index].key, value: change(entries[index].value))
        return with(.mapping(entries))
    }

    /// The same mapping without a key.
    func without(_ key: String) -> YAMLNode {
        guard case .mapping(let entries) = content else { return self }
        return with(.mapping(entries.filter { $0.key.keyText != key }))
    }
}
