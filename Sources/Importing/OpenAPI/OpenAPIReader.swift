import Model
import Reports
import TestLanguage

/// Reads the operations of OpenAPI documents: 2.0, 3.0 and 3.1.
struct OpenAPIReader {
    enum Version {
        case two, three
    }

    let version: Version
    let root: OpenAPIPlace
    var references: OpenAPIReferences
    private(set) var notes: [(place: String, message: String)] = []

    private static let methods = ["get", "head", "options", "post", "put", "patch", "delete", "trace"]

    init(_ root: OpenAPIPlace, references: OpenAPIReferences) throws(ImportError) {
        self.root = root
        self.references = references
        let text = root["openapi"]?.value.scalarText ?? root["swagger"]?.value.scalarText ?? ""
        if root["swagger"] != nil, text.hasPrefix("2") {
            version = .two
        } else if root["openapi"] != nil, text.hasPrefix("3") {
            version = .three
        } else {
            throw ImportError(
                file: root.file,
                "it says neither `openapi: 3…` nor `swagger: \"2.0\"`, so its version is unknown")
        }
    }

    mutating func operations() throws(ImportError) -> [OpenAPIOperation] {
        var operations: [OpenAPIOperation] = []
        // Microsoft's documents tell paths apart by their parameters in a place of their own.
        let paths = (root["paths"]?.members ?? []) + (root["x-ms-paths"]?.members ?? [])
        for (path, written) in paths where path.hasPrefix("/") {
            guard let item = references.resolved(written) else {
                notes.append((path, "its reference leads nowhere"))
                continue
            }
            for method in Self.methods {
                guard let operation = item[method], !operation.value.members.isEmpty else { continue }
                guard operations.count < ImportLimits.tests else {
                    throw ImportError(
                        file: root.file, "it has more than \(ImportLimits.tests) operations: split it")
                }
                operations.append(self.operation(method.uppercased(), path, operation, item))
            }
        }
        if root["webhooks"] != nil { notes.append(("webhooks", "requests that the service sends are no tests of it")) }
        return operations
    }

    private mutating func operation(
        _ method: String, _ path: String, _ place: OpenAPIPlace, _ item: OpenAPIPlace
    ) -> OpenAPIOperation {
        // Those of the operation replace those of the path.
        var written: [String: OpenAPIPlace] = [:]
        var order: [String] = []
        for one in (item["parameters"]?.items ?? []) + (place["parameters"]?.items ?? []) {
            guard let parameter = references.resolved(one) else {
                notes.append(("\(method) \(path)", "a parameter leads nowhere and was left out"))
                continue
            }
            let key = "\(parameter["in"]?.string ?? "") \(parameter["name"]?.string ?? "")"
            if written.updateValue(parameter, forKey: key) == nil { order.append(key) }
        }
        let all = order.compactMap { written[$0] }
        if place["callbacks"] != nil { notes.append(("\(method) \(path)", "its callbacks are no requests of a test")) }
        let security = (place["security"] ?? root["security"])?.items.map { $0.value.members.keys.sorted() } ?? []
        return OpenAPIOperation(
            method: method, path: path, summary: place["summary"]?.string ?? place["operationId"]?.string,
            isDeprecated: place["deprecated"]?.value.bool == true, parameters: all.compactMap { parameter($0) },
            body: version == .two ? oldBody(all, place) : body(place), answer: answer(place), security: security)
    }

    private mutating func parameter(_ place: OpenAPIPlace) -> OpenAPIParameter? {
        guard let name = place["name"]?.string, !name.isEmpty,
            let position = place["in"]?.string.flatMap(OpenAPIParameter.Position.init)
        else { return nil }
        let content = place["content"]?.members.first?.place
        let schema = place["schema"] ?? content?["schema"] ?? (version == .two ? place : nil)
        let format = place["collectionFormat"]?.string
        return OpenAPIParameter(
            name: name, position: position, isRequired: place["required"]?.value.bool == true || position == .path,
            schema: schema, example: example(of: place) ?? content.flatMap { example(of: $0) },
            isExploded: version == .two
                ? format == "multi"
                : place["explode"]?.value.bool ?? (place["style"].map { $0.string == "form" } ?? true))
    }

    /// `example`, or the first of `examples`.
    private mutating func example(of place: OpenAPIPlace) -> JSONValue? {
        if let example = place["example"] ?? place["x-example"] { return example.value }
        guard let first = place["examples"]?.members.first?.place, let example = references.resolved(first) else {
            return nil
        }
        return example["value"]?.value
    }

    // MARK: Bodies and answers

    private mutating func body(_ place: OpenAPIPlace) -> OpenAPIContent? {
        guard let written = place["requestBody"], let body = references.resolved(written) else { return nil }
        return content(body["content"])
    }

    /// The one that can be checked best: JSON, else the first.
    private mutating func content(_ place: OpenAPIPlace?) -> OpenAPIContent? {
        let all = place?.members ?? []
        let made = all.map { type, place in
            OpenAPIContent(mediaType: type, schema: place["schema"], example: example(of: place))
        }
        return made.first { $0.isJSON && $0.mediaType != "*/*" } ?? made.first {
            $0.mediaType.hasPrefix("application/x-www-form")
        }
            ?? made.first { $0.mediaType.hasPrefix("multipart/") } ?? made.first
    }

    /// Of version 2.0: one parameter in the body, or several that make a form.
    private func oldBody(_ parameters: [OpenAPIPlace], _ place: OpenAPIPlace) -> OpenAPIContent? {
        let types = (place["consumes"] ?? root["consumes"])?.items.compactMap(\.string) ?? []
        if let body = parameters.first(where: { $0["in"]?.string == "body" }) {
            let type = types.first { OpenAPIContent(mediaType: $0, schema: nil, example: nil).isJSON } ?? types.first
            return OpenAPIContent(
                mediaType: type ?? "application/json", schema: body["schema"], example: body["x-example"]?.value)
        }
        let fields = parameters.filter { $0["in"]?.string == "formData" }
        guard !fields.isEmpty else { return nil }
        let isMultipart =
            types.contains("multipart/form-data") || fields.contains { $0["type"]?.string == "file" }
        let properties = fields.map { field in (field["name"]?.string ?? "", field.value) }
        let required = fields.filter { $0["required"]?.value.bool == true }.compactMap { $0["name"]?.value }
        let schema = JSONValue.object([
            "type": .string("object"), "properties": .object(Dictionary(properties) { $1 }),
            "required": .array(required),
        ])
        return OpenAPIContent(
            mediaType: isMultipart ? "multipart/form-data" : "application/x-www-form-urlencoded",
            schema: OpenAPIPlace(file: place.file, value: schema), example: nil)
    }

    /// The first success; else whatever there is, `default` last.
    private mutating func answer(_ place: OpenAPIPlace) -> OpenAPIAnswer? {
        let all = place["responses"]?.members ?? []
        func first(_ matches: (String) -> Bool) -> (key: String, place: OpenAPIPlace)? { all.first { matches($0.key) } }
        let isCode: (String) -> Bool = { $0.wholeMatch(of: #/[1-5](\d\d|XX|xx)/#) != nil }
        guard
            let (key, written) = first({ isCode($0) && $0.hasPrefix("2") }) ?? first({ $0 == "default" })
                ?? first(isCode), let response = references.resolved(written)
        else { return nil }
        let status = key == "default" ? "2xx" : key.lowercased()
        guard version == .two else {
            return OpenAPIAnswer(
                status: status, content: content(response["content"]),
                isChosen: response["content"]?.value.members.count ?? 0 > 1)
        }
        let types = (place["produces"] ?? root["produces"])?.items.compactMap(\.string) ?? []
        let examples = response["examples"]?.value.members ?? [:]
        let type =
            types.first { OpenAPIContent(mediaType: $0, schema: nil, example: nil).isJSON } ?? types.first
            ?? "application/json"
        guard let schema = response["schema"], schema["type"]?.string != "file" else {
            return OpenAPIAnswer(status: status, content: nil)
        }
        return OpenAPIAnswer(
            status: status, content: OpenAPIContent(mediaType: type, schema: schema, example: examples[type]),
            isChosen: types.count > 1)
    }

    // MARK: Where and who

    /// Where the service answers; nil where the document does not say it, or says what is no address.
    var address: String? {
        guard let address = server, !Template.mayHoldReferences(address),
            address.unicodeScalars.allSatisfy({ $0.value > 0x20 && !TerminalText.isUnsafe($0) && $0 != "\"" })
        else { return nil }
        return address
    }

    /// The first server, with the defaults of its variables.
    private var server: String? {
        switch version {
        case .two:
            guard let host = root["host"]?.string else { return nil }
            let schemes = root["schemes"]?.items.compactMap(\.string) ?? []
            let scheme = schemes.contains("https") || schemes.isEmpty ? "https" : schemes[0]
            return "\(scheme)://\(host)\(root["basePath"]?.string.map { $0 == "/" ? "" : $0 } ?? "")"
        case .three:
            guard let server = root["servers"]?.items.first, var url = server["url"]?.string else { return nil }
            for (name, variable) in server["variables"]?.members ?? [] {
                url = url.replacing("{\(name)}", with: variable["default"]?.value.scalarText ?? name)
            }
            return url
        }
    }

    /// A way to prove who asks, by its name.
    mutating func scheme(_ name: String) -> OpenAPIPlace? {
        let all = version == .two ? root["securityDefinitions"] : root["components"]?["securitySchemes"]
        return all?[name].flatMap { references.resolved($0) }
    }
}
