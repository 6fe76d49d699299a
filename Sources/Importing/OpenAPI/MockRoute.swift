import Model

/// One answer of a mock that stands in for a service.
struct MockRoute {
    let method: String
    let path: String
    /// The path as the document has it.
    let template: String
    let status: Int
    let mediaType: String?
    let body: JSONValue?
    /// Its answer does not keep the document's own schema.
    var isDoubtful = false

    /// - Parameter sent: Where the test of the operation sends its request.
    init(_ operation: OpenAPIOperation, _ answer: OpenAPIAnswer, sent: ImportedTarget, body: JSONValue?) {
        method = operation.method
        path = Self.path(operation.path, sent)
        template = operation.path
        status = answer.code
        mediaType = answer.content?.mediaType
        self.body = answer.content?.isJSON == true ? body : body?.scalarText.map(JSONValue.string)
    }

    /// With the parameters that are whole segments; a mock knows no others, so that the request's own path stands for them.
    private static func path(_ template: String, _ sent: ImportedTarget) -> String {
        let isPlain = template.split(separator: "/").allSatisfy { segment in
            !segment.contains("{") || segment.wholeMatch(of: #/\{[^{}]+\}/#) != nil
        }
        guard !isPlain, case .service(_, let path) = sent else { return spelled(template) }
        return String(path.prefix { $0 != "?" && $0 != "#" })
    }

    /// With blanks and controls as a path may hold them.
    static func spelled(_ path: String) -> String {
        guard path.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else { return path }
        return path.unicodeScalars.map { scalar in
            scalar.value <= 0x20 || scalar.value == 0x7F ? QueryText.percent(String(scalar)) : String(scalar)
        }.joined()
    }

    /// Literal paths before those with parameters, which would take their requests.
    static func comesFirst(_ left: MockRoute, _ right: MockRoute) -> Bool { left.rank < right.rank }

    private var rank: String {
        path.split(separator: "/").map { $0.hasPrefix("{") ? "\u{10FFFF}" : String($0) }.joined(separator: "/")
    }

    var node: ManifestNode {
        var entries: [ManifestEntry] = []
        if method != "GET" { entries.append(ManifestEntry("method", method)) }
        entries.append(ManifestEntry("path", path))
        if status != 200 { entries.append(ManifestEntry("status", .integer(status))) }
        guard let body else { return .mapping(entries) }
        let isJSON = mediaType.map { OpenAPIContent(mediaType: $0, schema: nil, example: nil).isJSON } ?? true
        if isJSON {
            entries.append(ManifestEntry("json", .json(body)))
        } else {
            if let mediaType, !mediaType.contains("*") {
                entries.append(ManifestEntry("headers", .texts([NamedText("Content-Type", mediaType)])))
            }
            entries.append(ManifestEntry("body", body.string ?? ""))
        }
        return .mapping(entries)
    }
}
