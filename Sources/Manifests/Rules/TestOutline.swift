import Model
import TestLanguage

/// What the checks across a suite need to know of one test, also when other parts of it are wrong.
struct TestOutline {
    enum Body: String, CaseIterable {
        case rest, graphql, integration, performance, security, command, container
    }

    let index: Int
    let node: YAMLNode
    let name: String?
    /// nil when it has none or several.
    let body: Body?
    let dependsOn: [(name: String, node: YAMLNode)]
    /// What it hands on: its own captures and those of its steps.
    let captures: Set<String>
    /// Those of the test itself.
    let ownCaptures: Set<String>
    let env: Set<String>
    /// The entries of `env` that hold a secret.
    let secretEnv: Set<String>
    let matrix: TestMatrix?
    /// Those of an integration test or a scenario, with all that are within others.
    let steps: [StepOutline]

    init(index: Int, node: YAMLNode, fragment: (String) -> Set<String>) {
        self.index = index
        self.node = node
        name = node["name"]?.string
        let bodies = Body.allCases.filter { node.member($0.rawValue) != nil }
        body = bodies.count == 1 ? bodies[0] : nil
        dependsOn = (node["dependsOn"]?.items ?? []).compactMap { item in
            let named = item.string == nil ? item["test"] : item
            return named.flatMap { named in named.string.map { ($0, named) } }
        }
        ownCaptures = Set((node["capture"]?.entries ?? []).compactMap(\.key.keyText))
        let entries = node["env"]?.entries ?? []
        env = Set(entries.compactMap(\.key.keyText))
        secretEnv = Set(entries.filter { Self.holdsSecret($0.value) }.compactMap(\.key.keyText))
        matrix = node["matrix"].map(Self.matrix)
        let steps = body.map { Self.steps(of: $0, node, index, fragment) } ?? []
        self.steps = steps
        captures = steps.reduce(into: ownCaptures) { all, step in
            all.formUnion(step.captures)
            if let name = step.use?.string { all.formUnion(fragment(name)) }
        }
    }

    /// What its tests are called once its matrix is taken apart.
    var cellNames: [String] {
        guard let name, let matrix else { return name.map { [$0] } ?? [] }
        return matrix.cells.map { TestMatrix.name(name, $0) }
    }

    private static func steps(
        of body: Body, _ node: YAMLNode, _ index: Int, _ fragment: (String) -> Set<String>
    ) -> [StepOutline] {
        let path: FieldPath = [.key("spec"), .key("tests"), .index(index), .key(body.rawValue)]
        switch body {
        case .integration:
            let main = StepOutlines(
                node["integration"]?["steps"]?.items ?? [], at: path + [.key("steps")], fragment: fragment)
            let last = StepOutlines(
                node["integration"]?["finally"]?.items ?? [], at: path + [.key("finally")], knowing: main.after,
                fragment: fragment)
            return main.all + last.all
        case .performance:
            return StepOutlines(
                node["performance"]?["scenario"]?.items ?? [], at: path + [.key("scenario")], fragment: fragment
            ).all
        case .rest, .graphql, .security, .command, .container: return []
        }
    }

    private static func matrix(_ node: YAMLNode) -> TestMatrix {
        TestMatrix(
            Dictionary(
                node.entries.compactMap { entry in
                    entry.key.keyText.map { ($0, entry.value.items.compactMap(\.keyText)) }
                }, uniquingKeysWith: { first, _ in first }))
    }

    private static func holdsSecret(_ node: YAMLNode) -> Bool {
        guard let text = node.string, let template = try? Template(text) else { return false }
        return template.references.contains { $0.root == .secrets }
    }
}
