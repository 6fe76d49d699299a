import Model
import TestLanguage

/// Makes a suite of a Hurl file: a `rest` test for each request, or one `integration` test where they depend on each
/// other.
struct HurlImporter {
    let file: String
    let options: ImportOptions
    private var variables: ImportedVariables
    private(set) var notes: [ImportNote] = []
    private var told: Set<ImportNote> = []
    private var names = UniqueNames()

    static func result(of text: String, file: String, _ options: ImportOptions) throws(ImportError) -> ImportResult {
        let parsed: HurlFile
        do {
            parsed = try HurlParser.parse(text)
        } catch {
            throw ImportError(file: file, line: error.line, column: error.column, error.message)
        }
        var importer = HurlImporter(file: file, options: options)
        let suite = importer.suite(parsed)
        guard !importer.variables.isTooMuch else {
            throw ImportError(file: file, "its variables, put in where they are named, make more than a suite may have")
        }
        return try SuiteWriter.result(
            suite, format: .hurl, file: file, notes: importer.notes,
            needs: ServiceTarget.needs(options, parsed.entries.map(\.url)))
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
            var steps = UniqueNames()
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

    private mutating func note(_ line: Int, _ message: String) {
        let note = ImportNote("\(file):\(line)", message)
        if told.insert(note).inserted { notes.append(note) }
    }

    // MARK: Requests

    private mutating func exchange(_ entry: HurlEntry) -> ImportedExchange {
        var request = ImportedRequest(method: entry.method)
        var settings = HurlOptions(entry.options)
        // What an entry sets counts for itself and those after it.
        for (name, value, line) in settings.variables { variables.set(name, to: text(value, line)) }
        request.target = ServiceTarget.target(entry.url, options, &variables)
        request.query = pairs(entry.query)
        request.headers = pairs(entry.headers)
        request.cookies = pairs(entry.cookies)
        body(of: entry, &request)
        if let auth = entry.basicAuth {
            request.auth = .basic(user: text(auth.key, auth.line), password: text(auth.value, auth.line))
        }
        var exchange = ImportedExchange(
            name: SuiteName.request(entry.method, entry.url), comment: entry.comments, request: request)
        settings.apply(to: &exchange, &variables, file: options.file)
        for (line, message) in settings.notes { note(line, message) }
        headers(of: &exchange.request, entry.line)
        remark(entry.line)
        if let response = entry.response { exchange.check = check(response) }
        // A request of which nothing is expected would fail with a status of 400 or more, which Hurl lets pass.
        if exchange.check.isEmpty { exchange.check.assertions = ["status >= 100"] }
        return exchange
    }

    /// Leaves out the headers that a suite can't have.
    private mutating func headers(of request: inout ImportedRequest, _ line: Int) {
        for header in request.headers where !HeaderName.accepts(header.name) {
            note(line, "the header `\(header.name)` was left out: a suite takes no such name")
        }
        request.headers.removeAll { !HeaderName.accepts($0.name) }
        if let why = request.dropDoubleAuthorization() { note(line, why) }
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
        case .text(let written): request.body = .text(text(written, body.line))
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
            guard !part.key.hasExpressions else {
                note(part.line, "the part `\(part.key.plain)` was left out: the name of a part has no references")
                return nil
            }
            let name = part.key.plain
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
        if let known = variables.known(path).flatMap(options.file) { return Template.escaping(known) }
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
            let variable = capture.name.plain
            do {
                let query = try HurlAssertionText.capture(capture, &variables)
                check.captures.append(
                    ImportedCapture(
                        name: variables.capture(variable), variable: variable, query: query,
                        isRedacted: capture.isRedacted))
            } catch {
                note(capture.line, "the capture `\(variable)` was left out: \(error.message)")
            }
            remark(capture.line)
        }
        let headers = Duplicates(pairs(response.headers))
        check.headers = headers.single
        for header in headers.repeated {
            check.assertions.append(
                "header \(QuotedText.quoting(header.name)) includes \(QuotedText.quoting(header.text))")
        }
        for assertion in response.assertions {
            do {
                check.assertions.append(try HurlAssertionText.assertion(assertion, &variables, file: options.file))
            } catch {
                note(assertion.line, "`\(assertion.source)` was left out: \(error.message)")
            }
            remark(assertion.line)
        }
        if let body = response.body { expect(body, &check) }
        return check
    }

    private mutating func expect(_ body: HurlBody, _ check: inout ImportedCheck) {
        switch body.content {
        case .json(let written):
            if !written.hasExpressions, let value = json(written, body.line) {
                check.assertions.append("json $ == \(JSONLine.text(value))")
            } else {
                check.body = text(written, body.line)
                note(body.line, "the JSON with templates is compared as text")
            }
        case .xml(let written), .text(let written): check.body = text(written, body.line)
        case .graphql(let query, _): check.body = text(query, body.line)
        case .bytes(let bytes): check.assertions.append(HurlAssertionText.bytes(bytes))
        case .file(let path):
            if let path = known(path, body.line) {
                check.assertions.append("bytes equalsFile \(QuotedText.quoting(path))")
            }
        }
    }

    // MARK: Texts

    private mutating func text(_ text: BracedText, _ line: Int) -> String {
        defer { remark(line) }
        return BracedTemplate.text(text, &variables)
    }

    /// nil for what is no JSON.
    private mutating func json(_ text: BracedText, _ line: Int) -> JSONValue? {
        defer { remark(line) }
        return BracedTemplate.json(text, &variables)
    }

    /// Tells what is to be said of the names that were read.
    private mutating func remark(_ line: Int) {
        for remark in variables.remarks { note(line, remark) }
        variables.remarks = []
    }
}
