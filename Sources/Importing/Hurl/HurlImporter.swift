import Model
import TestLanguage

/// Makes a suite of a Hurl file: a `rest` test for each request, or one `integration` test where they depend on each
/// other.
struct HurlImporter {
    let file: String
    let options: ImportOptions
    private var variables: ImportedVariables
    private(set) var notes: [ImportNote] = []
    private var names: Set<String> = []

    static func result(of text: String, file: String, _ options: ImportOptions) throws(ImportError) -> ImportResult {
        let parsed: HurlFile
        do {
            parsed = try HurlParser.parse(text)
        } catch {
            throw ImportError(file: file, line: error.line, column: error.column, error.message)
        }
        var importer = HurlImporter(file: file, options: options)
        let suite = importer.suite(parsed)
        return try SuiteWriter.result(suite, format: .hurl, file: file, notes: importer.notes)
    }

    private init(file: String, options: ImportOptions) {
        self.file = file
        self.options = options
        variables = ImportedVariables(given: options.variables)
    }

    private mutating func suite(_ parsed: HurlFile) -> ImportedSuite {
        let exchanges = parsed.entries.map { exchange($0) }
        var suite = ImportedSuite(
            name: options.name ?? SuiteName.label(SuiteName.ofFile(file)), environment: options.environment)
        suite.comment = ["Imported from \(file) by `rondo test import`."]
        suite.services = options.service.map { [$0] } ?? []
        suite.params = variables.parameters
        for name in variables.open {
            note(1, "`\(name)` has no value here: write it in `params`, or import with `--variable \(name)=VALUE`")
        }
        if HurlSequence.isOne(parsed.entries) {
            var steps: Set<String> = []
            let named = exchanges.map { exchange in
                var exchange = exchange
                exchange.name = SuiteName.test(exchange.name, among: &steps)
                return exchange
            }
            var test = ImportedTest(name: SuiteName.ofFile(file), body: .integration(named))
            test.timeout = Self.timeout(of: named)
            suite.tests = [test]
        } else {
            suite.tests = tests(exchanges)
        }
        return suite
    }

    private mutating func tests(_ exchanges: [ImportedExchange]) -> [ImportedTest] {
        exchanges.map { exchange in
            var test = ImportedTest(name: SuiteName.test(exchange.name, among: &names), body: .rest(exchange))
            test.timeout = Self.timeout(of: [exchange])
            return test
        }
    }

    /// What waiting takes, where it is more than a test has anyway.
    private static func timeout(of exchanges: [ImportedExchange]) -> TimeSpan? {
        let waiting = exchanges.reduce(0) { sum, exchange in
            sum + (exchange.request.poll?.limit.milliseconds ?? 0) + (exchange.delay?.milliseconds ?? 0)
        }
        return waiting > 30_000 ? .milliseconds(waiting + 60_000) : nil
    }

    private mutating func note(_ line: Int, _ message: String) { notes.append(ImportNote("\(file):\(line)", message)) }

    // MARK: Requests

    private mutating func exchange(_ entry: HurlEntry) -> ImportedExchange {
        var request = ImportedRequest(method: entry.method)
        var settings = HurlOptions(entry.options)
        // What an entry sets counts for itself and those after it.
        for (name, value, line) in settings.variables { variables.values[name] = text(BracedText(value), line) }
        let url = text(options.service == nil ? entry.url : entry.url.withoutHost, entry.line, isAddress: true)
        request.target = ServiceTarget.target(url, service: options.service)
        request.query = pairs(entry.query)
        request.headers = pairs(entry.headers)
        request.cookies = pairs(entry.cookies)
        body(of: entry, &request)
        if let auth = entry.basicAuth {
            request.auth = .basic(user: text(auth.key, auth.line), password: text(auth.value, auth.line))
        }
        var exchange = ImportedExchange(
            name: SuiteName.request(entry.method, entry.url.plain), comment: entry.comments, request: request)
        settings.apply(to: &exchange, file: options.file)
        for (line, message) in settings.notes { note(line, message) }
        if let response = entry.response { exchange.check = check(response) }
        return exchange
    }

    private mutating func pairs(_ pairs: [HurlPair]) -> [NamedText] {
        pairs.map { NamedText(text($0.key, $0.line), text($0.value, $0.line)) }
    }

    private mutating func body(of entry: HurlEntry, _ request: inout ImportedRequest) {
        if !entry.form.isEmpty {
            request.body = .form(pairs(entry.form))
        } else if !entry.multipart.isEmpty {
            request.body = .multipart(parts(entry.multipart))
        }
        guard let body = entry.body else { return }
        if request.body != nil { note(body.line, "the body was left out, since the request has a form") }
        let hasType = request.headers.contains { $0.name.lowercased() == "content-type" }
        func add(type: String) {
            if !hasType { request.headers.append(NamedText("Content-Type", type)) }
        }
        switch body.content {
        case .json(let written):
            if let value = json(written, body.line) {
                request.body = .json(value)
            } else {
                request.body = .text(text(written, body.line))
                add(type: "application/json")
            }
        case .xml(let written):
            request.body = .text(text(written, body.line))
            add(type: "application/xml")
        case .text(let written, _): request.body = .text(text(written, body.line))
        case .graphql(let query, let variables):
            var members = ["query": JSONValue.string(text(query, body.line))]
            if let variables {
                members["variables"] = json(variables, body.line)
                if members["variables"] == nil {
                    note(body.line, "the variables of the GraphQL document are no JSON and were left out")
                }
            }
            request.body = .json(.object(members))
        case .bytes(let bytes):
            if let written = String(validating: bytes, as: UTF8.self), !written.unicodeScalars.contains("\0") {
                request.body = .text(text(BracedText(written), body.line))
            } else {
                note(
                    body.line,
                    "a body of \(bytes.count) bytes that are no text was left out: keep them in a file and name it with `file`"
                )
            }
        case .file(let path):
            if let path = known(path, body.line) { request.body = .file(path) }
        }
    }

    private mutating func parts(_ parts: [HurlPart]) -> [ImportedPart] {
        var seen: Set<String> = []
        return parts.compactMap { part -> ImportedPart? in
            let name = text(part.key, part.line)
            guard seen.insert(name).inserted else {
                note(part.line, "a second part `\(name)` was left out: `multipart` has each name once")
                return nil
            }
            let type = part.type.map { text($0, part.line) }
            guard part.isFile else { return ImportedPart(name: name, content: .text(text(part.value, part.line))) }
            guard let path = known(part.value, part.line) else { return nil }
            return ImportedPart(name: name, content: .file(path), type: type)
        }
    }

    /// The path of a file that is there.
    private mutating func known(_ path: BracedText, _ line: Int) -> String? {
        if !path.hasExpressions, let known = options.file(path.plain) { return known }
        note(
            line, "`\(path.plain)` is no file here, so it was left out: put it beside the suite and name it with `file`"
        )
        return nil
    }

    // MARK: Answers

    private mutating func check(_ response: HurlResponse) -> ImportedCheck {
        var check = ImportedCheck()
        if let status = response.status { check.statuses = ["\(status)"] }
        if let version = response.version { check.assertions.append("version == \(version)") }
        // Captures are taken before anything is asserted.
        for capture in response.captures {
            let name = ReferenceName.name(capture.name.plain)
            do {
                let query = try HurlAssertionText.capture(capture, &variables)
                check.captures.append(
                    ImportedCapture(
                        name: name, variable: capture.name.plain, query: query, isRedacted: capture.isRedacted))
                variables.captured[capture.name.plain] = name
            } catch {
                note(capture.line, "the capture `\(name)` was left out: \(error.message)")
            }
        }
        let headers = Duplicates(pairs(response.headers))
        check.headers = headers.single
        for header in headers.repeated {
            check.assertions.append("header \(QuotedLine.text(header.name)) includes \(QuotedLine.text(header.text))")
        }
        for assertion in response.assertions {
            do {
                check.assertions.append(try HurlAssertionText.assertion(assertion, &variables, file: options.file))
            } catch {
                note(assertion.line, "`\(assertion.source)` was left out: \(error.message)")
            }
        }
        if let body = response.body { expect(body, &check) }
        return check
    }

    private mutating func expect(_ body: HurlBody, _ check: inout ImportedCheck) {
        switch body.content {
        case .json(let written):
            if !written.hasExpressions, let value = json(written, body.line) {
                check.assertions.append("json $ == \(value)")
            } else {
                check.body = text(written, body.line)
                note(body.line, "the JSON with templates is compared as text")
            }
        case .xml(let written), .text(let written, _): check.body = text(written, body.line)
        case .graphql(let query, _): check.body = text(query, body.line)
        case .bytes(let bytes): check.assertions.append(HurlAssertionText.bytes(bytes))
        case .file(let path):
            if let path = known(path, body.line) {
                check.assertions.append("bytes equalsFile \(QuotedLine.text(path))")
            }
        }
    }

    // MARK: Texts

    private mutating func text(_ text: BracedText, _ line: Int, isAddress: Bool = false) -> String {
        for part in text.parts {
            if case .expression(let name) = part, let why = TemplateFunction.note(name) { note(line, why) }
        }
        return BracedTemplate.text(text, &variables, isAddress: isAddress)
    }

    /// nil for what is no JSON.
    private mutating func json(_ text: BracedText, _ line: Int) -> JSONValue? {
        for part in text.parts {
            if case .expression(let name) = part, let why = TemplateFunction.note(name) { note(line, why) }
        }
        return BracedTemplate.json(text, &variables)
    }
}
