import Model
import TestLanguage

/// Walks a document beside its schema: collects every error, fills in defaults, and makes the tree that `Model` decodes.
struct Validator {
    /// A file and its text, which is made when the first error needs a place inside a scalar.
    struct Origin {
        let file: String
        let text: () -> SourceText
    }

    let file: String
    /// The files that the document was put together from, its own first.
    private let origins: [Origin]
    /// Something else completes the document, so that nothing is missing in it.
    var isPartial = false
    private(set) var diagnostics: [Diagnostic] = []
    private var told: Set<SourceLocation> = []
    var findings = Findings()
    var path: FieldPath = []
    /// How errors about the root name it: the kind.
    let rootName: String
    /// How many fields that this version does not act on are around what is being walked; one warning for all of it is
    /// enough.
    private var inertDepth = 0
    /// A part of the document that was copied into its tests; its errors are told where it stands, and only once.
    var sharedPart: YAMLNode?

    init(file: String, rootName: String, taking others: [Origin] = [], source: @escaping () -> SourceText) {
        self.file = file
        self.rootName = rootName
        origins = [Origin(file: file, text: source)] + others
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
        let mark = origin(of: node.start).text().mark(of: span.offset, in: node)
        return Place(location: location(mark.inFile(node.start.file)), length: span.length)
    }

    func location(_ mark: YAMLMark) -> SourceLocation {
        SourceLocation(file: origin(of: mark).file, line: mark.line, column: mark.column)
    }

    private func origin(of mark: YAMLMark) -> Origin {
        origins.indices.contains(mark.file) ? origins[mark.file] : origins[0]
    }

    /// The mapping or list that is being walked, as errors name it.
    var parentText: String { path.isEmpty ? rootName : path.text }

    mutating func error(_ message: String, at node: YAMLNode) {
        error(message, at: place(of: node))
    }

    var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    /// - Parameter isConfidential: whether a secret may stand at the place by mistake; the message never holds it.
    mutating func error(_ message: String, at place: Place, isConfidential: Bool = false) {
        report(.error, message, at: place, isConfidential: isConfidential)
    }

    mutating func warn(_ message: String, at place: Place) { report(.warning, message, at: place) }

    /// Says of a field or value that this version only checks it.
    mutating func warnDeclaredOnly(_ what: String, at node: YAMLNode) {
        guard inertDepth == 0 else { return }
        warn("\(what) is checked, but this version does not act on it yet", at: place(of: node))
    }

    /// Takes down what a field or value asks of workers, and tells what nothing acts on.
    mutating func note(_ support: Support, of what: String, at node: YAMLNode) {
        switch support {
        case .actedOn: break
        case .declaredOnly: warnDeclaredOnly(what, at: node)
        case .byWorkers(let ability):
            guard inertDepth == 0, !TestAbility.everywhere.contains(ability) else { break }
            findings.abilities.append(AbilitySite(ability: ability, what: what, path: path, place: place(of: node)))
        }
    }

    /// Walks the value of a field, which is told here where this version only checks it.
    mutating func within(_ field: Field, key: YAMLNode, _ body: (inout Validator) -> Walked) -> Walked {
        guard field.support != .actedOn else { return within(.key(field.name), body) }
        path.append(.key(field.name))
        defer { path.removeLast() }
        note(field.support, of: "`\(field.name)`", at: key)
        guard field.support.isInert else { return body(&self) }
        inertDepth += 1
        defer { inertDepth -= 1 }
        return body(&self)
    }

    /// Walks one member of a mapping beside the field that it is.
    @discardableResult
    mutating func walk(_ entry: YAMLEntry, as field: Field) -> Walked {
        within(field, key: entry.key) { $0.walk(entry.value, field.type) }
    }

    private mutating func report(
        _ severity: Diagnostic.Severity, _ message: String, at place: Place, isConfidential: Bool = false
    ) {
        let isInShared = sharedPart.map { place.location.file == file && place.location.isWithin($0) } ?? false
        let diagnostic = Diagnostic(
            severity: severity, message: Wording.oneLine(message), location: place.location, length: place.length,
            isConfidential: isConfidential)
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
