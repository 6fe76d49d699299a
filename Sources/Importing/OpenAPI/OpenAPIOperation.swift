import Model

/// One operation of a document, whatever the document's version.
struct OpenAPIOperation {
    /// In upper case.
    let method: String
    /// With its `{parameters}`.
    let path: String
    let summary: String?
    let isDeprecated: Bool
    let parameters: [OpenAPIParameter]
    let body: OpenAPIContent?
    let answer: OpenAPIAnswer?
    /// Alternatives; each scheme of one is needed.
    let security: [[String]]

    var name: String { "\(method) \(path)" }
}

/// What a request of an operation may have beside its body.
struct OpenAPIParameter {
    /// Where in the request it stands.
    enum Position: String {
        case path, query, header, cookie
    }

    let name: String
    let position: Position
    let isRequired: Bool
    let schema: OpenAPIPlace?
    let example: JSONValue?
    /// Several values are several parameters, not one with commas.
    let isExploded: Bool
}

/// What a body or an answer holds.
struct OpenAPIContent {
    let mediaType: String
    let schema: OpenAPIPlace?
    let example: JSONValue?

    var isJSON: Bool {
        let type = mediaType.prefix { $0 != ";" }.trimmed.lowercased()
        return type == "application/json" || type.hasSuffix("+json") || type == "*/*"
    }
}

/// The answer that is expected.
struct OpenAPIAnswer {
    /// `200`, `2xx`.
    let status: String
    let content: OpenAPIContent?
    /// Whether other types are declared for it too, so that a request has to ask for this one.
    var isChosen = false

    /// The code that a mock answers with.
    var code: Int { Int(status) ?? Int(status.prefix(1)).map { $0 * 100 } ?? 200 }
}
