import Model
import TestLanguage

/// Walks a document beside its schema: collects every error, fills in defaults, and makes the tree that `Model` decodes.
struct Validator {
    let file: String
    /// Made when the first error needs a place inside a scalar.
    private let source: () -> SourceText
    private(set) var diagnostics: [Diagnostic] = []
    private var told: Set<SourceLocation> = []
    var findings = Findings()
    var path: FieldPath = []
    /// How errors about the root name it: the kind.
    let rootName: String
    /// A part of the document that was copied into its tests; its errors are told where it stands, and only once.
    var sharedPart: YAMLNode?

    init(file: String, rootName: String, source: @escaping () -> SourceText) {
        self.file = file
        self.rootName = rootName
        self.source = source
    }

    /// A value in two forms, which are the same for most types.
    struct Walked {
        /// As the author wrote it, with defaults: what people are shown.
        let written: JSONValue
        /// What `Model` decodes, where that is something else.
        let decoded: JSONValue?

        init(_ written: JSONValue, decoded: JSONValue? = nil) {
            self.written = written
            self.decoded = decoded
        }

        var model: JSONValue { decoded ?? written }
        /// Stands in for what had an error.
        static let invalid = Walked(.null)
    }

    // Where things are.

    func place(of node: YAMLNode) -> Place {
        Place(location: location(node.start), length: node.length)
    }

    func place(of span: TextSpan, in node: YAMLNode) -> Place {
        Place(location: location(source().mark(of: span.offset, in: node)), length: span.length)
    }

    func location(_ mark: YAMLMark) -> SourceLocation {
        SourceLocation(file: file, line: mark.line, column: mark.column)
    }

    /// The mapping or list that is being walked, as errors name it.
    var parentText: String { path.isEmpty ? rootName : path.text }

    mutating func error(_ message: String, at node: YAMLNode) {
        error(message, at: place(of: node))
    }

    /// - Parameter isConfidential: whether a secret may stand at the place by mistake; the message never holds it.
    mutating func error(_ message: String, at place: Place, isConfidential: Bool = false) {
        let isInShared = sharedPart.map { place.location.isWithin($0) } ?? false
        let diagnostic = Diagnostic(
            message: message, location: place.location, length: place.length, isConfidential: isConfidential)
        guard !isInShared || path.defaultsField != nil || !told.contains(place.location) else { return }
        if isInShared { told.insert(place.location) }
        diagnostics.append(diagnostic)
    }

    mutating func error(_ error: LanguageError, in node: YAMLNode) {
        self.error(error.message, at: place(of: error.span, in: node))
    }

    /// Says what is wanted and what is there instead.
    mutating func wrongType(_ node: YAMLNode, wanted: String) {
        error("`\(path.fieldName)` must be \(wanted), but \(Wording.found(node))", at: node)
    }

    mutating func within<Result>(_ step: PathStep, _ body: (inout Validator) -> Result) -> Result {
        path.append(step)
        defer { path.removeLast() }
        return body(&self)
    }
}

extension SourceLocation {
    fileprivate func isWithin(_ node: YAMLNode) -> Bool {
        let mark = YAMLMark(line: line, column: column)
        return node.start <= mark && mark < node.end
    }
}
