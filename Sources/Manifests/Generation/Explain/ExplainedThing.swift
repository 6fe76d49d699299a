package import Model

/// A document that `explain` knows, and the field of it that was asked for.
package struct ExplainedThing: Sendable {
    package enum Root: Sendable {
        case kind(Kind)
        /// The operator's configuration.
        case configuration
        /// `rondo.yaml`.
        case repository
    }

    let root: Root
    /// The whole document's fields.
    let document: Schema
    /// The fields from the document to the one that was asked for.
    let path: [Field]

    /// Reads `KIND`, `KIND.FIELD…`, `config.FIELD…` or `rondo.yaml.FIELD…`: kinds by any of their names, `spec` may be left out, and items of
    /// lists and values of maps are passed through, with or without `[]`. A sort of test (`rest`) stands for
    /// `testsuite.tests.rest`.
    package init(_ text: String) throws(ExplainError) {
        var steps = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        // The only name with a dot in it.
        if steps.count > 1, "\(steps[0]).\(steps[1])".lowercased() == RepositoryFile.name {
            steps.replaceSubrange(0...1, with: [RepositoryFile.name])
        }
        // A sort of test stands for where it is described.
        if let body = TestOutline.Body(rawValue: steps[0].lowercased()) {
            steps.replaceSubrange(0...0, with: [Kind.testSuite.rawValue, "tests", body.rawValue])
        }
        let name = steps[0]
        if name == RepositoryFile.name {
            root = .repository
            document = RepositoryFields.configuration
        } else if Self.configurationNames.contains(name.lowercased()) {
            root = .configuration
            document = ConfigurationFields.configuration
        } else if let kind = Kind.named(name) {
            root = .kind(kind)
            document = FieldTable.document(of: kind).adding([
                Field("status", .object(FieldTable.status(of: kind)), .optional, "What was observed last.")
            ])
        } else {
            throw .unknownKind(name)
        }
        path = try Self.path(steps.dropFirst(), root: root, in: document)
    }

    private static let configurationNames = ["config", "configuration"]

    private static func path(
        _ steps: ArraySlice<String>, root: Root, in document: Schema
    ) throws(ExplainError) -> [Field] {
        var path: [Field] = []
        var fields: Schema? = document
        for step in steps {
            let name = String(step.prefix { $0 != "[" && $0 != "{" })
            guard let schema = fields else {
                throw .noFields(of: text(root, path), type: path.last?.type.shape.word ?? "")
            }
            if let field = schema.field(name) {
                path.append(field)
            } else if path.isEmpty, let spec = schema.field("spec"), let field = spec.type.shape.fields?.field(name) {
                path += [spec, field]
            } else {
                let further = path.isEmpty ? schema.field("spec")?.type.shape.fields?.fields ?? [] : []
                throw .unknownField(name, in: text(root, path), known: (schema.fields + further).map(\.name))
            }
            fields = path.last?.type.shape.fields
        }
        return path
    }

    /// `TestSuite.spec.tests`
    private static func text(_ root: Root, _ path: [Field]) -> String {
        ([root.name] + path.map(\.name)).joined(separator: ".")
    }
}

extension ExplainedThing.Root {
    var name: String {
        switch self {
        case .kind(let kind): kind.rawValue
        case .configuration: "the configuration"
        case .repository: RepositoryFile.name
        }
    }
}

/// Nothing in the field table bears the name.
package enum ExplainError: Error, CustomStringConvertible {
    case unknownKind(String)
    case unknownField(String, in: String, known: [String])
    case noFields(of: String, type: String)

    package var description: String {
        switch self {
        case .unknownKind(let name):
            "there is no kind `\(Wording.shortened(name))`: \(Kind.hint(for: name)); `config` is the configuration, `rondo.yaml` a repository's, `rest` and others are sorts of test"
        case .unknownField(let name, let place, let known):
            "\(place) has no field `\(Wording.shortened(name))`\(Wording.hint(name, among: known))"
        case .noFields(let place, let type): "\(place) is a \(type) and has no fields"
        }
    }
}
