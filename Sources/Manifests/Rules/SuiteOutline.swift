/// A suite as the checks across its parts need to know it, also when other parts of it are wrong.
struct SuiteOutline {
    let spec: YAMLNode
    let tests: [TestOutline]
    let fragments: FragmentOutlines
    /// Parameters of the suite to whether they stand for a secret.
    let params: [String: Bool]
    let setup: StepOutlines
    let teardown: StepOutlines

    init(_ root: YAMLNode) {
        spec = root["spec"] ?? root
        let fragments = FragmentOutlines(root["spec"])
        self.fragments = fragments
        let captures = { (name: String) in fragments.captures(of: name) }
        tests = (spec["tests"]?.items ?? []).enumerated().map {
            TestOutline(index: $0.offset, node: $0.element, fragment: captures)
        }
        params = Dictionary(
            (spec["params"]?.entries ?? []).compactMap { entry in
                entry.key.keyText.map { ($0, entry.value["secret"].map(ParameterRules.isTrue) ?? false) }
            }, uniquingKeysWith: { first, _ in first })
        setup = StepOutlines(
            spec["setup"]?.items ?? [], at: [.key("spec"), .key("setup")], fragment: captures)
        teardown = StepOutlines(
            spec["teardown"]?.items ?? [], at: [.key("spec"), .key("teardown")], knowing: setup.after,
            fragment: captures)
    }

    /// Every step of the suite.
    var steps: [StepOutline] {
        tests.flatMap(\.steps) + setup.all + teardown.all
            + fragments.names.flatMap { fragments.all[$0]?.steps.all ?? [] }
    }
}
