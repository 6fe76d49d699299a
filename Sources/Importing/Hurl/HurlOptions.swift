import Model
import TestLanguage

/// What the [Options] of a request say, and what of it a suite does not have.
struct HurlOptions {
    private struct Option {
        let value: BracedText
        let line: Int
        /// Why a suite can't have it, where that is not plain from its name.
        var problem: String?
    }

    private var options: [String: Option] = [:]
    private var headers: [(name: BracedText, value: BracedText, line: Int)] = []
    private(set) var variables: [(name: String, value: BracedText, line: Int)] = []
    private(set) var notes: [(line: Int, message: String)] = []

    /// Options that only say what Hurl prints.
    private static let printing: Set<String> = ["verbose", "very-verbose", "verbosity"]

    init(_ pairs: [HurlPair]) {
        for pair in pairs {
            let name = pair.key.plain
            switch name {
            case "variable":
                guard let (name, value) = pair.value.split(at: "=") else { continue }
                variables.append((name.plain.trimmed, value.trimmed.unquoted, pair.line))
            case "header":
                guard let (name, value) = pair.value.split(at: ":") else { continue }
                headers.append((name.trimmed, value.trimmed, pair.line))
            default: options[name] = Option(value: pair.value, line: pair.line)
            }
        }
    }

    /// Applies everything that a suite has, and takes down a note for the rest.
    mutating func apply(
        to exchange: inout ImportedExchange, _ names: inout ImportedVariables, file: (String) -> String?
    ) {
        for (name, value, _) in headers {
            let header = NamedText(BracedTemplate.text(name, &names), BracedTemplate.text(value, &names))
            exchange.request.headers.append(header)
        }
        connection(&exchange.request, &names)
        files(&exchange.request, names, file)
        authentication(&exchange.request, &names)
        waiting(&exchange, names)
        for (name, option) in options.sorted(by: { $0.value.line < $1.value.line }) {
            let why =
                switch name {
                case _ where Self.printing.contains(name): "it only says what Hurl prints"
                case "output":
                    "answers are not kept in files: a `command` test can write one, and keep it with `artifacts`"
                case "repeat": "a test runs once; a loop is `forEach` in an integration test"
                default: option.problem ?? "a suite has nothing like it"
                }
            notes.append((option.line, "the option `\(name): \(option.value.plain)` was left out: \(why)"))
        }
    }

    // MARK: Connections

    private mutating func connection(_ request: inout ImportedRequest, _ names: inout ImportedVariables) {
        if isOn("location", names) { request.followRedirects = true }
        if isOn("follow-redirect", names) { request.followRedirects = true }
        let trusted = options["location-trusted"]
        if isOn("location-trusted", names) {
            request.followRedirects = true
            notes.append(
                (
                    trusted?.line ?? 0,
                    "`location-trusted` only follows redirects here: what signs in is not sent on to other hosts"
                ))
        }
        if let (count, line) = number("max-redirs", names) {
            request.maxRedirects = (0...100).contains(count) ? count : 100
            if request.maxRedirects != count {
                notes.append((line, "`max-redirs: \(count)` is 100 now, the most that a suite can say"))
            }
        }
        if isOn("insecure", names) { request.isInsecure = true }
        if isOn("compressed", names) { request.isCompressed = true }
        if isOn("http1.1", names) { request.http = .one }
        if isOn("http2", names) { request.http = .two }
        if let (span, _) = span("max-time", unit: 1_000, names) { request.timeout = span }
        if let option = options.removeValue(forKey: "proxy") {
            // What a template alone stands for may have its scheme in it.
            let hasScheme =
                (names.known(option.value) ?? option.value.plain).contains("://")
                || names.known(option.value) == nil && option.value.parts.count == 1 && option.value.hasExpressions
            request.proxy = (hasScheme ? "" : "http://") + BracedTemplate.text(option.value, &names)
        }
    }

    /// Certificates: files that have to be there.
    private mutating func files(
        _ request: inout ImportedRequest, _ names: ImportedVariables, _ file: (String) -> String?
    ) {
        func known(_ path: BracedText) -> String? { names.known(path).flatMap(file).map { Template.escaping($0) } }
        if let option = options["cacert"] {
            request.authorities = known(option.value)
            take("cacert", unless: request.authorities == nil ? Self.missing("tls.ca") : nil)
        }
        guard let cert = options["cert"] else { return }
        // A key may stand in the file of the certificate, and a password behind it.
        let problem: String?
        if cert.value.plain.contains(":") {
            problem = "`auth.clientCert` takes no password: keep the key without one"
        } else if options["user"] != nil || request.auth != nil {
            problem = "a request signs in one way, and this one has a user too"
        } else if let certificate = known(cert.value), let key = known(options["key"]?.value ?? cert.value) {
            request.auth = .clientCert(cert: certificate, key: key)
            problem = nil
        } else {
            problem = Self.missing("auth.clientCert")
        }
        take("cert", unless: problem)
        take("key", unless: problem)
    }

    private static func missing(_ field: String) -> String {
        "there is no such file here: put it beside the suite and name it in `\(field)`"
    }

    /// An option is done with, or can't be had.
    private mutating func take(_ name: String, unless problem: String?) {
        if let problem { options[name]?.problem = problem } else { options[name] = nil }
    }

    // MARK: Who sends it

    private mutating func authentication(_ request: inout ImportedRequest, _ names: inout ImportedVariables) {
        guard let user = options["user"], let (name, password) = user.value.split(at: ":") else { return }
        if options["ntlm"] != nil || options["negotiate"] != nil { return }
        func texts() -> (user: String, password: String) {
            (BracedTemplate.text(name, &names), BracedTemplate.text(password, &names))
        }
        if let signing = options["aws-sigv4"] {
            // provider1:provider2:region:service, as curl has it.
            guard let (_, words) = signing.value.split(at: ":"), let (_, place) = words.split(at: ":"),
                let (region, service) = place.split(at: ":")
            else { return }
            options["aws-sigv4"] = nil
            let (key, secret) = texts()
            request.auth = .awsSigV4(
                accessKey: key, secretKey: secret, sessionToken: nil, region: BracedTemplate.text(region, &names),
                service: BracedTemplate.text(service.split(at: ":")?.head ?? service, &names))
        } else {
            let isDigest = isOn("digest", names)
            let (user, password) = texts()
            request.auth = isDigest ? .digest(user: user, password: password) : .basic(user: user, password: password)
        }
        options["user"] = nil
    }

    // MARK: When

    private mutating func waiting(_ exchange: inout ImportedExchange, _ names: ImportedVariables) {
        if isOn("skip", names) { exchange.isSkipped = true }
        if let (span, _) = span("delay", unit: 1, names) { exchange.delay = span }
        let pause = span("retry-interval", unit: 1, names)?.span ?? .seconds(1)
        guard let (count, line) = number("retry", names), count != 0 else { return }
        let every = max(pause, .milliseconds(1))
        if count < 0 {
            exchange.request.poll = ImportedPoll(every: every, limit: .minutes(10))
            notes.append((line, "`retry: \(count)` waits for ten minutes now, not for ever"))
        } else {
            let (product, isTooMuch) = every.milliseconds.multipliedReportingOverflow(by: Int64(count) + 1)
            let limit = isTooMuch ? TimeSpan.minutes(1_440) : min(.milliseconds(product), .minutes(1_440))
            exchange.request.poll = ImportedPoll(every: every, limit: limit)
            notes.append(
                (line, "`retry: \(count)` is a time now: it is sent again for \(limit), however often that is"))
        }
    }

    // MARK: Values

    /// What an option says, if all of it is known.
    private func text(_ name: String, _ names: ImportedVariables) -> (value: String, line: Int)? {
        options[name].flatMap { option in names.known(option.value).map { ($0, option.line) } }
    }

    /// Whether it says `true`; what says `false` is what holds anyway.
    private mutating func isOn(_ name: String, _ names: ImportedVariables) -> Bool {
        guard let (value, _) = text(name, names), ["true", "false"].contains(value) else { return false }
        options[name] = nil
        return value == "true"
    }

    private mutating func number(_ name: String, _ names: ImportedVariables) -> (value: Int, line: Int)? {
        guard let (text, line) = text(name, names), let value = Int(text) else { return nil }
        options[name] = nil
        return (value, line)
    }

    /// - Parameter unit: the milliseconds of a number without a unit.
    private mutating func span(
        _ name: String, unit: Int64, _ names: ImportedVariables
    ) -> (span: TimeSpan, line: Int)? {
        guard let (text, line) = text(name, names) else { return nil }
        let span =
            TimeSpan(text)
            ?? Int64(text).flatMap { TimeSpan("\($0.multipliedReportingOverflow(by: unit).partialValue)ms") }
        guard let span, span.milliseconds > 0 else { return nil }
        options[name] = nil
        return (span, line)
    }
}
