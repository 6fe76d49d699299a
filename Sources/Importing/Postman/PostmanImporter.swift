import Foundation
import Model
import TestLanguage

/// Makes a suite of a Postman collection (2.0 or 2.1): a `rest` test for each request, or one `integration` test for
/// those that hand values on.
struct PostmanImporter {
    private let file: String
    private let options: ImportOptions
    private var variables: ImportedVariables
    private var notes: [ImportNote] = []
    private var toldNotes: Set<ImportNote> = []
    /// Scripts of folders that were told already.
    private var told: Set<Int> = []
    /// Those of its requests.
    private var addresses: [BracedText] = []
    /// Where the request is that is being read.
    private var place = ""

    static func result(of text: String, file: String, _ options: ImportOptions) throws(ImportError) -> ImportResult {
        var tree = try InputTree.tree(text, file: file)
        // As Postman's API wraps it.
        if let inner = tree["collection"], inner["info"] != nil { tree = inner }
        guard tree["info"] != nil, tree["item"] != nil else {
            let why = tree["requests"] == nil ? "it has no `info` and `item`" : "it is a collection of version 1"
            throw ImportError(file: file, "\(why): export the collection from Postman as Collection v2.1")
        }
        var importer = PostmanImporter(file: file, options: options)
        let suite = try importer.suite(tree)
        guard !importer.variables.isTooMuch else {
            throw ImportError(file: file, "its variables, put in where they are named, make more than a suite may have")
        }
        return try SuiteWriter.result(
            suite, format: .postman, file: file, notes: importer.notes,
            needs: ServiceTarget.needs(options, importer.addresses))
    }

    private init(file: String, options: ImportOptions) {
        self.file = file
        self.options = options
        variables = ImportedVariables(given: options.variables)
    }

    private mutating func note(_ message: String) {
        let note = ImportNote("\(file): \(place)", message)
        if toldNotes.insert(note).inserted { notes.append(note) }
    }

    // MARK: The whole

    private mutating func suite(_ collection: JSONValue) throws(ImportError) -> ImportedSuite {
        let title = collection["info"]?["name"]?.string ?? SuiteName.ofFile(file)
        place = "variables"
        read(collection["variable"]?.items ?? [])
        let items = try PostmanItem.all(of: collection, file: file)
        var exchanges: [PostmanTests.Exchange] = []
        var claims = 0
        for item in items {
            place = item.name
            variables.used = []
            let exchange = exchange(item)
            // What folders ask for counts for each of their requests, so that a little text makes very much.
            claims += exchange.check.assertions.count + exchange.comment.count
            guard claims <= ImportLimits.suiteBytes / 10 else {
                throw ImportError(file: file, "its tests make more lines than a suite may have: split it")
            }
            exchanges.append(PostmanTests.Exchange(item: item, exchange: exchange, uses: variables.used))
        }
        var suite = ImportedSuite(
            name: options.name ?? SuiteName.label(title, fallback: SuiteName.label(SuiteName.ofFile(file))),
            environment: options.environment)
        suite.comment = ["Imported from \(file) by `rondo test import`: the Postman collection \(title)."]
        suite.services = options.service.map { [$0] } ?? []
        suite.params = variables.parameters
        place = "variables"
        for name in variables.open {
            note("`\(name)` has no value here: write it in `params`, or import with `--variable \(name)=VALUE`")
        }
        let unchecked = exchanges.filter(\.exchange.check.isEmpty).count
        if unchecked > 0 {
            place = "tests"
            note(
                "requests without tests (\(unchecked) of \(exchanges.count)) fail here with a status of 400 or more"
            )
        }
        var tests = PostmanTests()
        suite.tests = tests.tests(exchanges, title: title)
        return suite
    }

    /// Values become parameters; those made of others stand where they are named.
    private mutating func read(_ written: [JSONValue]) {
        for variable in written where variable["disabled"]?.bool != true {
            guard let name = variable["key"]?.string ?? variable["id"]?.string, !name.isEmpty else { continue }
            let text = variable["value"]?.scalarText ?? ""
            guard options.variables[name] == nil else { continue }
            if variable["type"]?.string == "secret" || Self.isSecret(name, text) {
                note("`\(name)` is a secret: its value is not written down; give the environment a secret of this name")
                let secret = ReferenceName.name(name)
                variables.defaults[name] = ImportedParameter(
                    name: name, value: .string("none"),
                    comment: [
                        "A stand-in: give the environment a secret `\(secret)`, and write {default: \(secret), secret: true} here."
                    ])
            } else if text.contains("{{") {
                variables.composed[name] = BracedText.parse(text)
            } else if !text.isEmpty {
                variables.defaults[name] = ImportedParameter(name: name, value: ImportedVariables.value(text))
            }
        }
    }

    /// Whether a value that is written out is by its name something that only some may know.
    private static func isSecret(_ name: String, _ value: String) -> Bool {
        let words = #/(?i)passw|secret|token|credential|api[-_]?key|private[-_]?key|access[-_]?key/#
        return !value.isEmpty && !value.contains("{{") && value.firstMatch(of: #/^https?:/#) == nil
            && name.firstMatch(of: words) != nil
    }

    // MARK: One request

    private mutating func exchange(_ item: PostmanItem) -> ImportedExchange {
        let written = item.value["request"] ?? .null
        let behavior = item.value["protocolProfileBehavior"]
        var request = ImportedRequest(method: method(written["method"]?.string ?? "GET"))
        let address = PostmanAddress(written.string.map(JSONValue.string) ?? written["url"])
        addresses.append(BracedText.parse(address.base))
        request.target = ServiceTarget.target(BracedText.parse(address.base), options, &variables)
        for name in address.open { note("`:\(name)` of its path has no value: it is `1`") }
        if case .url(let url) = request.target, url == "" || url.hasPrefix("http://?") {
            note("it has no address: it is sent to http://127.0.0.1:8080")
            request.target = .url("http://127.0.0.1:8080/")
        }
        request.query = address.query.map { NamedText(query($0.name), query($0.value)) }
        request.headers = headers(written["header"])
        // Postman follows redirects unless it is told otherwise.
        request.followRedirects = behavior?["followRedirects"]?.bool != false
        if let count = behavior?["maxRedirects"]?.integer, (0...100).contains(count) { request.maxRedirects = count }
        request.isInsecure = behavior?["strictSSL"]?.bool == false
        body(written["body"], &request)
        sign(item.auth, &request)
        if let why = request.dropDoubleAuthorization() { note(why) }
        remark()
        var exchange = ImportedExchange(name: item.name, request: request)
        let description = written["description"]?.string ?? written["description"]?["content"]?.string
        if let line = description?.split(whereSeparator: \.isNewline).first?.trimmed, !line.isEmpty {
            exchange.comment = [String(line.prefix(150))]
        }
        for name in ["proxy", "certificate"] where written[name].map({ $0 != .null }) ?? false {
            note("its `\(name)` was left out")
        }
        scripts(item, &exchange)
        return exchange
    }

    private mutating func method(_ written: String) -> String {
        let method = written.uppercased()
        guard !method.isEmpty, method.utf8.allSatisfy({ (0x41...0x5A).contains($0) || $0 == 0x2D }) else {
            note("`\(written)` is no method that a suite can send: it is GET")
            return "GET"
        }
        return method
    }

    private mutating func headers(_ written: JSONValue?) -> [NamedText] {
        if let lines = written?.string {
            return lines.split(whereSeparator: \.isNewline).compactMap { line in
                let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                return parts.count == 2 ? header(parts[0].trimmed, parts[1].trimmed) : nil
            }
        }
        return (written?.items ?? []).compactMap { item in
            guard item["disabled"]?.bool != true, let name = item["key"]?.string, !name.trimmed.isEmpty else {
                return nil
            }
            return header(name.trimmed, item["value"]?.scalarText ?? "")
        }
    }

    private mutating func header(_ name: String, _ value: String) -> NamedText? {
        guard HeaderName.accepts(name) else {
            note("the header `\(name)` was left out: a suite takes no such name")
            return nil
        }
        return NamedText(name, text(value))
    }

    private mutating func body(_ written: JSONValue?, _ request: inout ImportedRequest) {
        guard let written, written["disabled"]?.bool != true, let mode = written["mode"]?.string else { return }
        switch mode {
        case "raw": raw(written, &request)
        case "urlencoded":
            let fields = enabled(written["urlencoded"]).map {
                NamedText(text($0["key"]?.scalarText ?? ""), text($0["value"]?.scalarText ?? ""))
            }
            request.body = fields.isEmpty ? nil : .form(fields.filter { !$0.name.isEmpty })
        case "formdata": request.body = parts(enabled(written["formdata"]))
        case "file":
            let path = written["file"]?["src"]?.string ?? written["file"]?.string ?? ""
            request.body = known(path).map(ImportedBody.file)
        case "graphql":
            let document = written["graphql"]
            var members = ["query": JSONValue.string(text(document?["query"]?.string ?? ""))]
            if let variables = document?["variables"]?.string, !variables.trimmed.isEmpty {
                members["variables"] = BracedTemplate.json(BracedText.parse(variables), &self.variables)
                if members["variables"] == nil {
                    note("the variables of its GraphQL document are no JSON and were left out")
                }
            }
            request.body = .json(.object(members))
        default: note("a body of the mode `\(mode)` was left out")
        }
    }

    private func enabled(_ list: JSONValue?) -> [JSONValue] {
        (list?.items ?? []).filter { $0["disabled"]?.bool != true && $0["key"]?.scalarText?.isEmpty == false }
    }

    private mutating func raw(_ written: JSONValue, _ request: inout ImportedRequest) {
        let source = written["raw"]?.string ?? ""
        guard !source.isEmpty else { return }
        let language = written["options"]?["raw"]?["language"]?.string
        let type = request.headers.first { $0.name.lowercased() == "content-type" }?.text.lowercased()
        let isJSON = type?.contains("json") ?? (language == "json")
        if isJSON, let value = BracedTemplate.json(BracedText.parse(source), &variables) {
            request.body = .json(value)
            return
        }
        request.body = .text(text(source))
        let types = [
            "json": "application/json", "xml": "application/xml", "html": "text/html",
            "javascript": "application/javascript",
        ]
        if type == nil { request.headers.append(NamedText("Content-Type", types[language ?? ""] ?? "text/plain")) }
    }

    private mutating func parts(_ written: [JSONValue]) -> ImportedBody? {
        var parts: [ImportedPart] = []
        var names: Set<String> = []
        for item in written {
            let name = item["key"]?.scalarText ?? ""
            guard !BracedText.parse(name).hasExpressions else {
                note("the part `\(name)` of its form was left out: the name of a part has no references")
                continue
            }
            guard names.insert(name).inserted else {
                note("a second part `\(name)` of its form was left out: `multipart` has each name once")
                continue
            }
            let type = (item["contentType"]?.string).map { text($0) }
            if item["type"]?.string == "file" {
                let paths = item["src"]?.string.map { [$0] } ?? item["src"]?.items.compactMap(\.string) ?? []
                for path in paths.dropFirst() {
                    note("`\(path)` of the part `\(name)` was left out: a part has one file")
                }
                guard let path = known(paths.first ?? "") else { continue }
                parts.append(ImportedPart(name: name, content: .file(path), type: type))
            } else {
                parts.append(
                    ImportedPart(name: name, content: .text(text(item["value"]?.scalarText ?? "")), type: type))
            }
        }
        return parts.isEmpty ? nil : .multipart(parts)
    }

    private mutating func known(_ path: String) -> String? {
        if !path.isEmpty, let known = options.file(path) { return Template.escaping(known) }
        note("`\(path)` is no file here, so it was left out: put it beside the suite and name it with `file`")
        return nil
    }

    private mutating func sign(_ written: JSONValue?, _ request: inout ImportedRequest) {
        guard let auth = PostmanAuth(written) else { return }
        var variables = variables
        let isKnown = auth.apply(to: &request) { BracedTemplate.text(BracedText.parse($0), &variables) }
        self.variables = variables
        if !isKnown { note("its authentication `\(auth.type)` was left out: a suite has nothing like it") }
        if isKnown, auth.isPlain {
            note(
                "what it signs in with stands in plain text, as in the collection: make a secret of the environment of it"
            )
        }
    }

    // MARK: Scripts

    private mutating func scripts(_ item: PostmanItem, _ exchange: inout ImportedExchange) {
        var captures: [String: Int] = [:]
        for event in item.scripts {
            guard let tests = event.tests else {
                let lines = Self.shown(event.lines.joined(separator: " "))
                tell(event, ["its script before the request was left out: \(lines)"])
                continue
            }
            for statuses in tests.statuses { exchange.check.expect(statuses) }
            exchange.check.assertions += tests.assertions
            for (variable, query) in tests.captures {
                let name = variables.capture(variable)
                let capture = ImportedCapture(name: name, variable: variable, query: query)
                if let index = captures[name] {
                    exchange.check.captures[index] = capture
                } else {
                    captures[name] = exchange.check.captures.count
                    exchange.check.captures.append(capture)
                }
            }
            let statements = tests.leftOut.map(Self.shown)
            if event.place == item.name { exchange.comment += statements.map { "Not carried over: \($0)" } }
            tell(event, statements.map { "of its test script was left out: \($0)" })
        }
    }

    /// Tells of a script once, however many requests it belongs to.
    private mutating func tell(_ event: PostmanEvent, _ messages: [String]) {
        guard told.insert(event.id).inserted else { return }
        let here = place
        place = event.place
        for message in messages { note(message) }
        place = here
    }

    private static func shown(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return "`\(line.count > 100 ? line.prefix(100) + "…" : line)`"
    }

    // MARK: Texts

    private mutating func text(_ written: String) -> String {
        defer { remark() }
        return BracedTemplate.text(BracedText.parse(written), &variables)
    }

    /// A name or value of a query, which Postman sends as it is written, and a suite encodes.
    private mutating func query(_ written: String) -> String {
        defer { remark() }
        let parts = BracedText.parse(written).parts.map { part in
            if case .literal(let text) = part { BracedText.Part.literal(QueryText.decoded(text)) } else { part }
        }
        return BracedTemplate.text(BracedText(parts), &variables)
    }

    /// Tells what is to be said of the names that were read.
    private mutating func remark() {
        for remark in variables.remarks { note(remark) }
        variables.remarks = []
    }
}
