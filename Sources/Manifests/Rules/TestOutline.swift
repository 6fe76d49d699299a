import Model
import TestLanguage

/// What the checks across a suite need to know of one test, also when other parts of it are wrong.
struct TestOutline {
    enum Body: String {
        case rest, command
    }

    let index: Int
    let node: YAMLNode
    let name: String?
    /// nil when it has none or several.
    let body: Body?
    let dependsOn: [(name: String, node: YAMLNode)]
    let captures: Set<String>
    let env: Set<String>
    /// The entries of `env` that hold a secret.
    let secretEnv: Set<String>

    init(index: Int, node: YAMLNode) {
        self.index = index
        self.node = node
        name = node["name"]?.string
        let bodies = TestFields.bodies.filter { node.member($0) != nil }
        body = bodies.count == 1 ? Body(rawValue: bodies[0]) : nil
        dependsOn = (node["dependsOn"]?.items ?? []).compactMap { item in item.string.map { ($0, item) } }
        captures = Set((node["capture"]?.entries ?? []).compactMap(\.key.keyText))
        let entries = node["env"]?.entries ?? []
        env = Set(entries.compactMap(\.key.keyText))
        secretEnv = Set(entries.filter { Self.holdsSecret($0.value) }.compactMap(\.key.keyText))
    }

    private static func holdsSecret(_ node: YAMLNode) -> Bool {
        guard let text = node.string, let template = try? Template(text) else { return false }
        return template.references.contains { $0.root == .secrets }
    }
}
