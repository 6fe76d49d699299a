import Model

/// Lays a suite out as a manifest.
enum SuiteTree {
    static func node(_ suite: ImportedSuite) -> ManifestNode {
        var spec = [ManifestEntry("environments", .texts([suite.environment]))]
        if !suite.services.isEmpty { spec.append(ManifestEntry("services", .texts(suite.services))) }
        if suite.isManual {
            spec.append(
                ManifestEntry(
                    "on", .texts(["manual"]),
                    comment: ["Some of these requests change data: take this out once they are safe to send."]))
        }
        if !suite.params.isEmpty {
            spec.append(ManifestEntry("params", .mapping(suite.params.map(parameter))))
        }
        spec.append(ManifestEntry("tests", .paragraphs(suite.tests.map(test))))
        let document = ManifestNode.mapping([
            ManifestEntry("apiVersion", "rondo.dev/v1"), ManifestEntry("kind", Kind.testSuite.rawValue),
            ManifestEntry("metadata", .mapping([ManifestEntry("name", suite.name)])),
            ManifestEntry("spec", .mapping(spec)),
        ])
        return suite.comment.isEmpty ? document : .commented(suite.comment, document)
    }

    private static func parameter(_ parameter: ImportedParameter) -> ManifestEntry {
        var fields: [ManifestEntry] = []
        switch parameter.value {
        case .integer, .number: fields.append(ManifestEntry("type", "number"))
        case .bool: fields.append(ManifestEntry("type", "boolean"))
        case .null, .string, .array, .object: break
        }
        fields.append(ManifestEntry("default", .json(parameter.value)))
        return ManifestEntry(parameter.name, .mapping(fields), comment: parameter.comment)
    }

    private static func test(_ test: ImportedTest) -> ManifestNode {
        var entries = [ManifestEntry("name", test.name)]
        if let timeout = test.timeout { entries.append(ManifestEntry("timeout", timeout.description)) }
        var comment = test.comment
        switch test.body {
        case .rest(let exchange):
            comment += exchange.comment
            if exchange.isSkipped { entries.append(ManifestEntry("when", skipped)) }
            entries.append(ManifestEntry("rest", RequestTree.node(exchange.request)))
            entries += CheckTree.entries(exchange.check)
        case .integration(let exchanges):
            let steps = exchanges.flatMap(steps)
            entries.append(ManifestEntry("integration", .mapping([ManifestEntry("steps", .paragraphs(steps))])))
        }
        return comment.isEmpty ? .mapping(entries) : .commented(comment, .mapping(entries))
    }

    /// What never holds.
    private static let skipped = "skipped == false"

    private static func steps(_ exchange: ImportedExchange) -> [ManifestNode] {
        let entries =
            [
                ManifestEntry("name", exchange.name),
                ManifestEntry("request", RequestTree.node(exchange.request)),
            ] + CheckTree.entries(exchange.check)
        var steps: [ManifestNode] = []
        if let delay = exchange.delay {
            let seconds = ManifestNode.texts(["sleep", "\(delay.seconds)"])
            steps.append(.mapping([ManifestEntry("command", .mapping([ManifestEntry("run", seconds)]))]))
        }
        steps.append(.mapping(entries))
        if exchange.isSkipped {
            steps = [.mapping([ManifestEntry("if", skipped), ManifestEntry("then", .list(steps))])]
        }
        if !exchange.comment.isEmpty { steps[0] = .commented(exchange.comment, steps[0]) }
        return steps
    }
}
