import Foundation
import Model
import TestLanguage

/// `rondo.yaml` of a tree: what it says, or the last good one while it is broken.
struct RepositoryFile: Sendable {
    static let name = "rondo.yaml"

    /// nil when the tree has none.
    let configuration: RepositoryConfiguration?
    let diagnostics: [Diagnostic]

    static func path(in tree: SourceTree) -> String { tree.root.isEmpty ? name : "\(tree.root)/\(name)" }

    init(_ tree: SourceTree, lastGood: RepositoryConfiguration?) {
        let path = Self.path(in: tree)
        var diagnostics = Self.misnamed(tree)
        // A reader says so when it is a link, a folder, or too long.
        if tree.notices.contains(where: { $0.location.file == path && $0.severity == .error }) {
            configuration = lastGood
        } else if let file = tree.files.first(where: { $0.path == path }) {
            let read = Self.read(file)
            configuration = read.configuration ?? lastGood
            diagnostics += read.diagnostics
        } else {
            configuration = nil
        }
        self.diagnostics = diagnostics
    }

    private static func read(_ file: SourceFile) -> (configuration: RepositoryConfiguration?, diagnostics: [Diagnostic])
    {
        let parsed = YAMLParser.parse(file.contents)
        guard parsed.errors.isEmpty else {
            return (
                nil,
                parsed.errors.map { error in
                    Diagnostic(
                        message: error.message,
                        location: SourceLocation(file: file.path, line: error.mark.line, column: error.mark.column))
                }
            )
        }
        guard let document = parsed.documents.first else { return (RepositoryConfiguration(), []) }
        let text = LazySourceText(file.contents)
        var validator = Validator(file: file.path, rootName: name) { text.value }
        if parsed.documents.count > 1 {
            validator.error("`\(name)` is one document", at: parsed.documents[1])
        }
        guard !validator.isEmpty(document) else { return (RepositoryConfiguration(), validator.diagnostics) }
        let walked = validator.walk(document, schema: RepositoryFields.configuration)
        checkPatterns(document["ignore"], &validator)
        guard !validator.hasErrors else { return (nil, validator.diagnostics) }
        do {
            return (
                try TreeDecoder.decode(RepositoryConfiguration.self, from: walked.model), validator.diagnostics
            )
        } catch {
            validator.error("`\(name)` can't be read: \(error)", at: document)
            return (nil, validator.diagnostics)
        }
    }

    /// A pattern that can match nothing is a slip; in a `.rondoignore` it is passed over, as git does.
    private static func checkPatterns(_ node: YAMLNode?, _ validator: inout Validator) {
        let items = node?.items ?? []
        if items.count > IgnoreRules.patternLimit {
            validator.error(
                "`ignore` has more than \(IgnoreRules.patternLimit) patterns", at: items[IgnoreRules.patternLimit])
        }
        for item in items.prefix(IgnoreRules.patternLimit) {
            guard let text = item.string, TextForm.ignorePattern.accepts(text),
                IgnorePattern(Array(text.utf8)[...], line: 1) == nil
            else { continue }
            validator.warn(
                "`\(Wording.shortened(text))` ignores nothing: it is a comment, or a `[` or `\\` has no end",
                at: validator.place(of: item))
        }
    }

    /// Names that are nearly right and that nothing would read.
    private static func misnamed(_ tree: SourceTree) -> [Diagnostic] {
        let folder = tree.root.isEmpty ? "" : "\(tree.root)/"
        return tree.files.filter { $0.path == "\(folder)rondo.yml" || $0.path == "\(folder).rondo.yaml" }.map { file in
            Diagnostic(
                severity: .warning, message: "is not read: the configuration of a repository is named `\(name)`",
                location: SourceLocation(file: file.path, line: 1, column: 1))
        }
    }
}
