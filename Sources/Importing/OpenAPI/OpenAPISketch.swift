import Foundation
import Model
import TestLanguage

/// What a document becomes: a test for each operation, and answers of a mock that stand in for the service.
struct OpenAPISketch {
    let title: String
    let address: String?
    private(set) var tests: [ImportedTest] = []
    private(set) var routes: [MockRoute] = []
    private(set) var notes: [ImportNote] = []
    private(set) var credentials: OpenAPICredentials
    private let file: String
    private let target: (String) -> ImportedTarget
    private var reader: OpenAPIReader
    private var names = UniqueNames()
    /// Values that examples may still have; more than there are bytes in a manifest are of no use to anybody.
    private var room: [SchemaSample.Purpose: Int] = [:]

    /// - Parameters:
    ///   - schemaLimit: Bytes that the schema of one answer may have.
    ///   - target: Where the request of a path goes.
    init(
        _ reader: OpenAPIReader, file: String, secrets: Set<String>?, schemaLimit: Int,
        target: @escaping (String) -> ImportedTarget
    ) throws(ImportError) {
        self.reader = reader
        self.file = file
        self.target = target
        credentials = OpenAPICredentials(known: secrets)
        title = reader.root["info"]?["title"]?.string ?? SuiteName.ofFile(file)
        address = reader.address
        for operation in try self.reader.operations() { add(operation, schemaLimit) }
        for (place, message) in self.reader.notes { note(place, message) }
        for (reference, problem) in self.reader.references.problems.sorted(by: { $0.key < $1.key }) {
            note("$ref", "`\(reference)` was left out: \(problem)")
        }
        for (scheme, problem) in credentials.problems.sorted(by: { $0.key < $1.key }) {
            note("security", "`\(scheme)` was left out: \(problem)")
        }
    }

    /// Whether a request may change what the service holds.
    var changesData: Bool {
        tests.contains { test in
            guard case .rest(let exchange) = test.body else { return false }
            return !["GET", "HEAD", "OPTIONS", "TRACE"].contains(exchange.request.method)
        }
    }

    private mutating func note(_ place: String, _ message: String) {
        notes.append(ImportNote("\(file): \(place)", message))
    }

    private mutating func add(_ operation: OpenAPIOperation, _ schemaLimit: Int) {
        var request = ImportedRequest(method: operation.method)
        request.target = target(parameters(operation, &request))
        if let body = operation.body { self.body(body, operation, &request) }
        sign(operation, &request)
        var exchange = ImportedExchange(
            name: SuiteName.test(operation.name, among: &names),
            comment: operation.summary.map { [String($0.prefix(150))] } ?? [], request: request)
        if operation.isDeprecated { exchange.comment.append("The document says that it is deprecated.") }
        if let answer = operation.answer {
            exchange.check.statuses = [answer.status]
            if answer.isChosen, let content = answer.content, content.isJSON, content.mediaType != "*/*" {
                exchange.request.headers.append(.literal("Accept", content.mediaType))
            }
            check(answer, operation, &exchange, schemaLimit)
        } else {
            note(operation.name, "it says nothing of its answers: any below 500 will do")
            exchange.check.assertions.append("status < 500")
            let answer = OpenAPIAnswer(status: "200", content: nil)
            routes.append(MockRoute(operation, answer, sent: exchange.request.target, body: nil))
        }
        tests.append(ImportedTest(name: exchange.name, body: .rest(exchange)))
    }

    /// The path with values in it; parameters of other places go into the request.
    private mutating func parameters(_ operation: OpenAPIOperation, _ request: inout ImportedRequest) -> String {
        var segments: [String: String] = [:]
        for parameter in operation.parameters where parameter.isRequired || parameter.example != nil {
            let value =
                sample(parameter.example, parameter.schema, for: .request) ?? .string("text")
            let texts = Self.texts(value)
            switch parameter.position {
            case .path:
                let text = texts.joined(separator: ",")
                segments[parameter.name] = QueryText.percent(text.isEmpty ? "1" : text)
            case .query:
                if value.members.isEmpty {
                    let shown = parameter.isExploded ? texts : [texts.joined(separator: ",")]
                    request.query += shown.map { .literal(parameter.name, $0) }
                } else {
                    request.query += value.members.sorted { $0.key < $1.key }.map {
                        .literal("\(parameter.name)[\($0.key)]", $0.value.scalarText ?? $0.value.description)
                    }
                }
            case .header:
                // What the document must not say of these (OpenAPI 3.1 §4.8.12.1) is said elsewhere.
                guard !["accept", "content-type", "authorization"].contains(parameter.name.lowercased()) else {
                    continue
                }
                guard HeaderName.accepts(parameter.name) else {
                    note(operation.name, "the header `\(parameter.name)` was left out: a suite takes no such name")
                    continue
                }
                request.headers.append(.literal(parameter.name, texts.joined(separator: ",")))
            case .cookie: request.cookies.append(.literal(parameter.name, texts.joined(separator: ",")))
            }
        }
        // One that nothing describes is `1`.
        let path = operation.path.replacing(#/\{([^{}]*)\}/#) { segments[String($0.output.1)] ?? "1" }
        return Template.escaping(MockRoute.spelled(path))
    }

    /// An example, or a value that a schema takes.
    private mutating func sample(
        _ example: JSONValue?, _ schema: OpenAPIPlace?, for purpose: SchemaSample.Purpose
    ) -> JSONValue? {
        var total = room[purpose] ?? ImportLimits.suiteBytes
        defer { room[purpose] = total }
        guard let example else {
            return schema.map { SchemaSample.value($0, for: purpose, &reader.references, total: &total) }
        }
        // A reference brings the same example to as many operations as there are.
        total -= example.count(upTo: total + 1)
        return total < 0 ? .object([:]) : example
    }

    private static func texts(_ value: JSONValue) -> [String] {
        switch value {
        case .array(let items): items.map { $0.scalarText ?? $0.description }
        case .null: [""]
        case .bool, .integer, .number, .string, .object: [value.scalarText ?? value.description]
        }
    }

    private mutating func body(
        _ content: OpenAPIContent, _ operation: OpenAPIOperation, _ request: inout ImportedRequest
    ) {
        let sample =
            sample(content.example, content.schema, for: .request) ?? .object([:])
        let type = content.mediaType
        if content.isJSON {
            request.body = .json(Template.escaping(sample))
            if type != "application/json", type != "*/*" { request.headers.append(.literal("Content-Type", type)) }
        } else if type.hasPrefix("application/x-www-form-urlencoded") {
            request.body = .form(fields(sample).map { NamedText(Template.escaping($0.key), $0.text) })
        } else if type.hasPrefix("multipart/") {
            request.body = .multipart(fields(sample).map { ImportedPart(name: $0.key, content: .text($0.text)) })
        } else {
            let text = content.example?.string ?? sample.string ?? "text"
            request.body = .text(Template.escaping(text))
            if !type.contains("*") { request.headers.append(.literal("Content-Type", type)) }
            note(operation.name, "its body is `\(type)`: write one that the service takes")
        }
    }

    /// Keys as they are, texts of the manifest.
    private func fields(_ sample: JSONValue) -> [(key: String, text: String)] {
        let fields = sample.members.sorted { $0.key < $1.key }.flatMap { name, value in
            Self.texts(value).prefix(1).map { (key: name, text: Template.escaping($0)) }
        }
        return fields.isEmpty ? [(key: "field", text: "text")] : fields
    }

    /// The first alternative whose parts are all known; none where the document lets anybody in.
    private mutating func sign(_ operation: OpenAPIOperation, _ request: inout ImportedRequest) {
        guard !operation.security.isEmpty, !operation.security.contains([]) else { return }
        for alternative in operation.security {
            var signed = request
            var isComplete = true
            for name in alternative {
                guard let scheme = reader.scheme(name), credentials.apply(name, scheme, to: &signed) else {
                    isComplete = false
                    continue
                }
            }
            if isComplete {
                request = signed
                if let why = request.dropDoubleAuthorization() { note(operation.name, why) }
                return
            }
        }
        note(operation.name, "it is sent without signing in: none of its security schemes is one that a suite has")
    }

    private mutating func check(
        _ answer: OpenAPIAnswer, _ operation: OpenAPIOperation, _ exchange: inout ImportedExchange, _ limit: Int
    ) {
        guard let content = answer.content, operation.method != "HEAD" else {
            routes.append(MockRoute(operation, answer, sent: exchange.request.target, body: nil))
            return
        }
        let sample = sample(content.example, content.schema, for: .answer)
        routes.append(MockRoute(operation, answer, sent: exchange.request.target, body: sample))
        guard content.isJSON, let schema = content.schema else { return }
        var text = SchemaText(limit: limit)
        let line = text.assertion(schema, &reader.references)
        if text.isCut {
            let share = line == nil ? "not checked" : "checked in part"
            note(
                operation.name,
                "the schema of its answer is \(share): it is too large for one line, or has patterns that are not read here"
            )
        }
        guard let line else { return }
        exchange.check.assertions.append(line)
        if let sample, !Self.keeps(sample, line) {
            routes[routes.count - 1].isDoubtful = true
        }
    }

    /// Whether what a mock answers keeps the schema that the test asks for.
    private static func keeps(_ sample: JSONValue, _ line: String) -> Bool {
        guard case .matchesSchema(.inline(let schema))? = (try? AssertionParser.parse(line))?.predicate,
            let compiled = try? JSONSchema(schema)
        else { return false }
        return (try? compiled.accepts(sample)) ?? false
    }
}
