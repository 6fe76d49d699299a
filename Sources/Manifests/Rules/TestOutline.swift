import Model

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

    init(index: Int, node: YAMLNode) {
        self.index = index
        self.node = node
        name = node["name"]?.string
        let bodies = TestFields.bodies.filter { node.member($0) != nil }
        body = bodies.count == 1 ? Body(rawValue: bodies[0]) : nil
        dependsOn = (node["dependsOn"]?.items ?? []).compactMap { item in item.string.map { ($0, item) } }
        captures = Set((node["capture"]?.entries ?? []).compactMap(\.key.keyText))
        env = Set((node["env"]?.entries ?? []).compactMap(\.key.keyText))
    }
}
