import Model
import TestLanguage

/// Reads the globs of `cache.inputs`, which are relative to the folder of their manifest.
enum CacheInputRules {
    /// So many patterns a test may have.
    static let limit = 100

    static func check(_ tests: [TestOutline], _ validator: inout Validator) {
        let folder = validator.file.split(separator: "/").dropLast().joined(separator: "/")
        for test in tests {
            let nodes = test.node["cache"]?["inputs"]?.items ?? []
            if nodes.count > limit {
                validator.error(
                    "`inputs` has \(nodes.count) patterns, and at most \(limit) are taken: use `**` for whole folders",
                    at: nodes[limit])
            }
            for node in nodes.prefix(limit) {
                guard let text = node.string, !text.isEmpty, !Template.mayHoldReferences(text) else { continue }
                do throws(GlobError) {
                    let site = InputSite(
                        pattern: try GlobPattern(text, folder: folder), text: text, testIndex: test.index,
                        place: validator.place(of: node))
                    validator.findings.inputs.append(site)
                } catch {
                    validator.error(
                        "`\(Wording.shortened(text))` is no pattern of files: \(error.reason)", at: node)
                }
            }
        }
    }
}
