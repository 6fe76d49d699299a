import Model
import TestLanguage

/// Checks what uses fragments: they exist, get what they ask for, and do not use themselves.
enum FragmentRules {
    static func check(_ outline: SuiteOutline, _ validator: inout Validator) {
        let fragments = outline.fragments
        for step in outline.steps {
            guard let node = step.use, let name = node.string else { continue }
            check(name, node, values: step.node["with"], fragments, &validator)
        }
        for (index, test) in outline.tests.enumerated() {
            for part in test.node["performance"]?["mix"]?.items ?? [] {
                guard let node = part["use"], let name = node.string else { continue }
                validator.within(.index(index)) { check(name, node, values: part["with"], fragments, &$0) }
            }
        }
        checkRecursion(fragments, &validator)
    }

    private static func check(
        _ name: String, _ node: YAMLNode, values: YAMLNode?, _ fragments: FragmentOutlines, _ validator: inout Validator
    ) {
        guard let fragment = fragments.all[name] else {
            let hint = fragments.names.isEmpty ? ": the suite has none" : Wording.hint(name, among: fragments.names)
            return validator.error("unknown fragment `\(Wording.shortened(name))`\(hint)", at: node)
        }
        var given: Set<String> = []
        for entry in values?.entries ?? [] {
            guard let key = entry.key.keyText else { continue }
            given.insert(key)
            guard let type = fragment.types[key] else {
                let hint = Wording.hint(key, among: fragment.params.keys.sorted())
                validator.error("fragment `\(name)` has no parameter `\(Wording.shortened(key))`\(hint)", at: entry.key)
                continue
            }
            let problem = ParameterRules.problem(entry.value, type)
            if let problem { validator.error("`\(key)` \(problem)", at: entry.value) }
        }
        for missing in fragment.params.filter({ $0.value && !given.contains($0.key) }).keys.sorted() {
            validator.error("fragment `\(name)` needs a value for `\(missing)`: give it in `with`", at: node)
        }
    }

    private static func checkRecursion(_ fragments: FragmentOutlines, _ validator: inout Validator) {
        let uses = fragments.all.mapValues { $0.steps.all.compactMap { $0.use?.string } }
        for cycle in DependencyCycles.find(uses) {
            let path = (cycle + cycle.prefix(1)).joined(separator: " → ")
            let next = cycle.count > 1 ? cycle[1] : cycle[0]
            let step = fragments.all[cycle[0]]?.steps.all.first { $0.use?.string == next }
            guard let node = step?.use else { continue }
            validator.error("these fragments use each other without an end: \(path)", at: node)
        }
    }
}
