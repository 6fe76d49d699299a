import Model

/// The fragments of a suite, as the checks need to know them.
struct FragmentOutlines {
    struct Fragment {
        let key: YAMLNode
        /// Name to whether a use has to give it.
        let params: [String: Bool]
        let types: [String: SuiteParameter.ValueType]
        let steps: StepOutlines
    }

    private(set) var all: [String: Fragment] = [:]
    var names: [String] { all.keys.sorted() }

    init(_ spec: YAMLNode?) {
        let entries = spec?["fragments"]?.entries ?? []
        guard !entries.isEmpty else { return }
        let nodes = Dictionary(
            entries.compactMap { entry in entry.key.keyText.map { ($0, entry) } },
            uniquingKeysWith: { first, _ in first })
        for (name, entry) in nodes {
            var params: [String: Bool] = [:]
            var types: [String: SuiteParameter.ValueType] = [:]
            for parameter in entry.value["params"]?.entries ?? [] {
                guard let key = parameter.key.keyText else { continue }
                params[key] = parameter.value.member("default") == nil
                let type = parameter.value.string ?? parameter.value["type"]?.string
                types[key] = type.map { SuiteParameter.ValueType(rawValue: $0) } ?? .string
            }
            all[name] = Fragment(
                key: entry.key, params: params, types: types,
                steps: StepOutlines(
                    entry.value["steps"]?.items ?? [],
                    at: [.key("spec"), .key("fragments"), .key(name), .key("steps")],
                    fragment: { Self.captures(of: $0, in: nodes) }))
        }
    }

    /// Everything that the steps of a fragment capture, those that it uses included.
    func captures(of name: String) -> Set<String> {
        names(usedBy: all[name]?.steps.all ?? [], with: name).reduce(into: Set<String>()) { captures, used in
            for step in all[used]?.steps.all ?? [] { captures.formUnion(step.captures) }
        }
    }

    /// The fragments that steps use, directly or not.
    func names(usedBy steps: [StepOutline], with first: String? = nil) -> Set<String> {
        var found: Set<String> = first.map { [$0] } ?? []
        var waiting = steps.compactMap { $0.use?.string }
        while let name = waiting.popLast() {
            guard found.insert(name).inserted else { continue }
            waiting += (all[name]?.steps.all ?? []).compactMap { $0.use?.string }
        }
        return found
    }

    private static func captures(of name: String, in nodes: [String: YAMLEntry]) -> Set<String> {
        var seen: Set<String> = []
        var captures: Set<String> = []
        var waiting = [name]
        while let next = waiting.popLast() {
            guard seen.insert(next).inserted, let steps = nodes[next]?.value["steps"]?.items else { continue }
            for step in StepOutlines(steps, at: []).all {
                captures.formUnion(step.captures)
                if let use = step.use?.string { waiting.append(use) }
            }
        }
        return captures
    }
}
