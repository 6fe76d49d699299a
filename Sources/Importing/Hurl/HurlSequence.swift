/// How the requests of a file hang together.
enum HurlSequence {
    /// Whether they make one test: one uses what another captured, waits, or may change what the others see, as a login
    /// does whose cookie goes with all that follows.
    static func isOne(_ entries: [HurlEntry]) -> Bool {
        if entries.contains(where: { $0.options.contains { $0.key.plain == "delay" } }) { return true }
        if entries.count > 1, entries.contains(where: { !safeMethods.contains($0.method) }) { return true }
        var captured: Set<String> = []
        for entry in entries {
            if !captured.isDisjoint(with: names(of: entry)) { return true }
            captured.formUnion(entry.response?.captures.map(\.name.plain) ?? [])
        }
        return false
    }

    /// RFC 9110 §9.2.1.
    private static let safeMethods: Set = ["GET", "HEAD", "OPTIONS", "TRACE"]

    /// The names of variables that a request and its answer use.
    private static func names(of entry: HurlEntry) -> Set<String> {
        var texts = [entry.url]
        for pair in entry.headers + entry.query + entry.form + entry.cookies + entry.options {
            texts += [pair.key, pair.value]
        }
        if let auth = entry.basicAuth { texts += [auth.key, auth.value] }
        texts += entry.multipart.flatMap { [$0.key, $0.value] }
        texts += Self.texts(of: entry.body) + Self.texts(of: entry.response?.body)
        var names: Set<String> = []
        for pair in entry.response?.headers ?? [] { texts += [pair.key, pair.value] }
        let terms =
            (entry.response?.assertions ?? []).flatMap { $0.terms + [$0.predicate] }
            + (entry.response?.captures ?? []).flatMap(\.terms)
        for term in terms {
            for argument in term.arguments {
                switch argument {
                case .text(let text):
                    texts.append(text)
                    if term.word == "variable" { names.insert(text.plain) }
                case .expression(let name): names.insert(name)
                case .literal, .bytes, .file, .regex: break
                }
            }
        }
        for text in texts {
            for part in text.parts { if case .expression(let name) = part { names.insert(name) } }
        }
        // What an answer captures itself is no earlier one's.
        return names.subtracting(entry.response?.captures.map(\.name.plain) ?? [])
    }

    private static func texts(of body: HurlBody?) -> [BracedText] {
        switch body?.content {
        case .json(let text)?, .xml(let text)?, .text(let text)?, .file(let text)?: [text]
        case .graphql(let query, let variables)?: [query] + (variables.map { [$0] } ?? [])
        case .bytes?, nil: []
        }
    }
}
