import Model
import TestLanguage

/// Reads what tests name of the repository: the globs of `cache.inputs` and `files`, and the files that requests,
/// schemas and loops take. All are relative to the folder of their manifest.
enum InputRules {
    /// So many patterns a list may have.
    static let limit = 100

    static func check(_ outline: SuiteOutline, _ validator: inout Validator) {
        let folder = validator.file.split(separator: "/").dropLast().joined(separator: "/")
        for test in outline.tests {
            let lists: [(field: String, nodes: [YAMLNode], use: InputSite.Use)] = [
                ("inputs", test.node["cache"]?["inputs"]?.items ?? [], .watched),
                ("files", test.node["files"]?.items ?? [], .laid),
            ]
            for (field, nodes, use) in lists {
                if nodes.count > limit {
                    validator.error(
                        "`\(field)` has \(nodes.count) patterns, and at most \(limit) are taken: use `**` for whole folders",
                        at: nodes[limit])
                }
                for node in nodes.prefix(limit) { add(node, test, folder, use, &validator) }
            }
            for node in written(by: test, outline.fragments) { checkWritten(node, &validator) }
            for node in files(of: test, outline.fragments) { add(node, test, folder, .read, &validator) }
            for node in assertions(of: test, outline.fragments) {
                guard let text = node.string.flatMap(file) else { continue }
                add(text, node, test, folder, .read, &validator)
            }
        }
    }

    private static func add(
        _ node: YAMLNode, _ test: TestOutline, _ folder: String, _ use: InputSite.Use, _ validator: inout Validator
    ) {
        guard let text = node.string else { return }
        add(text, node, test, folder, use, &validator)
    }

    private static func add(
        _ text: String, _ node: YAMLNode, _ test: TestOutline, _ folder: String, _ use: InputSite.Use,
        _ validator: inout Validator
    ) {
        guard !text.isEmpty, !Template.mayHoldReferences(text) else { return }
        do throws(GlobError) {
            let pattern = try GlobPattern(text, folder: folder)
            guard use != .read || pattern.isPath else { throw GlobError("it must name one file, without wildcards") }
            guard use == .watched || folder.isEmpty || pattern.literalPrefix.hasPrefix("\(folder)/") else {
                throw GlobError(
                    "files lie in the scratch folder as they lie below the folder of the manifest, and its `..` leaves that"
                )
            }
            validator.findings.inputs.append(
                InputSite(
                    pattern: pattern, text: text, testIndex: test.index, place: validator.place(of: node),
                    use: use, folder: folder))
        } catch {
            let what = use == .read ? "no file of the repository" : "no pattern of files"
            validator.error("`\(Wording.shortened(text))` is \(what): \(error.reason)", at: node)
        }
    }

    /// A pattern of files that the test itself writes.
    private static func checkWritten(_ node: YAMLNode, _ validator: inout Validator) {
        guard let text = node.string, !text.isEmpty, !Template.mayHoldReferences(text) else { return }
        do throws(GlobError) {
            _ = try GlobPattern(text, below: .workingDirectory)
        } catch {
            validator.error("`\(Wording.shortened(text))` is no pattern of files: \(error.reason)", at: node)
        }
    }

    /// The patterns of what is there only once a test or step has run.
    private static func written(by test: TestOutline, _ fragments: FragmentOutlines) -> [YAMLNode] {
        let used = fragments.names(usedBy: test.steps).sorted()
        let steps = test.steps + used.flatMap { fragments.all[$0]?.steps.all ?? [] }
        let commands = [test.node["command"], test.node["container"]] + steps.map { $0.node["command"] }
        let reports = commands.compactMap { $0?["reports"] }
        let lists =
            [test.node["artifacts"]?["paths"], test.node["security"]?["sarif"]]
            + reports.flatMap { [$0["junit"], $0["tap"], $0["sarif"], $0["coverage"]?["paths"]] }
        return lists.flatMap { $0?.items ?? [] }
    }

    private static func assertions(of test: TestOutline, _ fragments: FragmentOutlines) -> [YAMLNode] {
        let used = fragments.names(usedBy: test.steps).sorted()
        let steps = test.steps + used.flatMap { fragments.all[$0]?.steps.all ?? [] }
        return ([test.node] + steps.map(\.node)).flatMap { $0["assert"]?.items ?? [] }
    }

    /// The file that an assertion compares with, if it does.
    private static func file(of line: String) -> String? {
        switch (try? AssertionParser.parse(line))?.predicate {
        case .matchesSchema(.file(let path))?, .equalsFile(let path)?: path
        default: nil
        }
    }

    /// The files that a test reads, those of the fragments that it uses included.
    private static func files(of test: TestOutline, _ fragments: FragmentOutlines) -> [YAMLNode] {
        var nodes =
            request(test.node["rest"]) + request(test.node["graphql"]) + request(test.node["performance"]?["target"])
        if let schema = test.node["expect"]?["schema"] { nodes.append(schema) }
        guard !test.steps.isEmpty else { return nodes }
        let used = fragments.names(usedBy: test.steps).sorted()
        for step in test.steps + used.flatMap({ fragments.all[$0]?.steps.all ?? [] }) {
            nodes += request(step.node["request"])
            nodes += [step.node["expect"]?["schema"], step.node["forEach"]?["file"]].compactMap(\.self)
        }
        return nodes
    }

    private static func request(_ node: YAMLNode?) -> [YAMLNode] {
        guard let node else { return [] }
        let parts = (node["multipart"]?.entries ?? []).map { $0.value["file"] }
        let certificate = node["auth"]?["clientCert"]
        // A certificate or key is a file unless it is given as the text itself.
        let texts = [node["tls"]?["ca"], certificate?["cert"], certificate?["key"]].compactMap(\.self)
        return texts.filter { $0.string?.contains("-----BEGIN") != true }
            + ([node["file"]] + parts).compactMap(\.self)
    }
}
