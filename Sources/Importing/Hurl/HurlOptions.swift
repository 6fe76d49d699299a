import Model

/// What the [Options] of a request say, and what of it a suite does not have.
struct HurlOptions {
    private var texts: [String: (value: String, line: Int)] = [:]
    private var headers: [(NamedText, Int)] = []
    private(set) var variables: [(name: String, value: String, line: Int)] = []
    private(set) var notes: [(line: Int, message: String)] = []

    /// Options that only say what Hurl prints.
    private static let printing: Set<String> = ["verbose", "very-verbose", "verbosity"]

    init(_ pairs: [HurlPair]) {
        for pair in pairs {
            let name = pair.key.plain
            let value = pair.value.plain
            switch name {
            case "variable":
                let parts = value.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2 else { continue }
                let text = parts[1].trimmed
                let isQuoted = text.count > 1 && text.hasPrefix("\"") && text.hasSuffix("\"")
                variables.append((parts[0].trimmed, isQuoted ? String(text.dropFirst().dropLast()) : text, pair.line))
            case "header":
                let parts = value.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2 else { continue }
                headers.append((NamedText(parts[0].trimmed, parts[1].trimmed), pair.line))
            default: texts[name] = (value, pair.line)
            }
        }
    }

    /// Applies everything that a suite has, and takes down a note for the rest.
    mutating func apply(
        to exchange: inout ImportedExchange, file: (String) -> String?
    ) {
        exchange.request.headers += headers.map(\.0)
        connection(&exchange.request, file)
        authentication(&exchange.request)
        waiting(&exchange)
        for (name, option) in texts.sorted(by: { $0.value.line < $1.value.line }) {
            let why =
                switch name {
                case _ where Self.printing.contains(name): "it only says what Hurl prints"
                case "output":
                    "answers are not kept in files: a `command` test can write one, and keep it with `artifacts`"
                case "repeat": "a test runs once; a loop is `forEach` in an integration test"
                default: "a suite has nothing like it"
                }
            notes.append((option.line, "the option `\(name): \(option.value)` was left out: \(why)"))
        }
    }

    private mutating func connection(_ request: inout ImportedRequest, _ file: (String) -> String?) {
        if isOn("location") || isOn("follow-redirect") { request.followRedirects = true }
        if isOn("location-trusted") {
            request.followRedirects = true
            notes.append(
                (0, "`location-trusted` only follows redirects here: what signs in is not sent on to other hosts"))
        }
        if let (count, _) = number("max-redirs"), (0...100).contains(count) { request.maxRedirects = count }
        if isOn("insecure") { request.isInsecure = true }
        if isOn("compressed") { request.isCompressed = true }
        if isOn("http1.1") { request.http = .one }
        if isOn("http2") { request.http = .two }
        if let (span, _) = span("max-time", unit: 1_000) { request.timeout = span }
        if let option = texts["proxy"] {
            texts["proxy"] = nil
            request.proxy = option.value.contains("://") ? option.value : "http://\(option.value)"
        }
        if let option = texts["cacert"], let known = file(option.value) {
            texts["cacert"] = nil
            request.authorities = known
        }
    }

    private mutating func authentication(_ request: inout ImportedRequest) {
        guard let user = texts["user"] else { return }
        let parts = user.value.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { return }
        if let signing = texts["aws-sigv4"] {
            let words = signing.value.split(separator: ":").map(String.init)
            guard words.count >= 4 else { return }
            texts["aws-sigv4"] = nil
            request.auth = .awsSigV4(
                accessKey: parts[0], secretKey: parts[1], sessionToken: nil, region: words[2], service: words[3])
        } else if isOn("digest") {
            request.auth = .digest(user: parts[0], password: parts[1])
        } else if texts["ntlm"] != nil || texts["negotiate"] != nil {
            return
        } else {
            request.auth = .basic(user: parts[0], password: parts[1])
        }
        texts["user"] = nil
    }

    private mutating func waiting(_ exchange: inout ImportedExchange) {
        if isOn("skip") { exchange.isSkipped = true }
        if let (span, _) = span("delay", unit: 1) { exchange.delay = span }
        let pause = span("retry-interval", unit: 1)?.span ?? .seconds(1)
        guard let (count, line) = number("retry"), count != 0 else { return }
        let every = max(pause, .milliseconds(1))
        if count < 0 {
            exchange.request.poll = ImportedPoll(every: every, limit: .minutes(10))
            notes.append((line, "`retry: -1` waits for ten minutes now, not for ever"))
        } else {
            let (product, isTooMuch) = every.milliseconds.multipliedReportingOverflow(by: Int64(count) + 1)
            let limit = isTooMuch ? TimeSpan.minutes(1_440) : min(.milliseconds(product), .minutes(1_440))
            exchange.request.poll = ImportedPoll(every: every, limit: limit)
        }
    }

    /// Whether it says `true`; what says `false` is what holds anyway.
    private mutating func isOn(_ name: String) -> Bool {
        guard let option = texts[name], ["true", "false"].contains(option.value) else { return false }
        texts[name] = nil
        return option.value == "true"
    }

    private mutating func number(_ name: String) -> (value: Int, line: Int)? {
        guard let option = texts[name], let value = Int(option.value) else { return nil }
        texts[name] = nil
        return (value, option.line)
    }

    /// - Parameter unit: the milliseconds of a number without a unit.
    private mutating func span(_ name: String, unit: Int64) -> (span: TimeSpan, line: Int)? {
        guard let option = texts[name] else { return nil }
        let span =
            TimeSpan(option.value)
            ?? Int64(option.value).flatMap { TimeSpan("\($0.multipliedReportingOverflow(by: unit).partialValue)ms") }
        guard let span, span.milliseconds > 0 else { return nil }
        texts[name] = nil
        return (span, option.line)
    }
}
