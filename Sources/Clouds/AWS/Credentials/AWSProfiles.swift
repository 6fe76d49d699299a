/// The profiles of `~/.aws/config` and `~/.aws/credentials` ("Configuration and credential file settings" of the AWS
/// CLI); where both have a setting, that of `credentials` counts.
struct AWSProfiles: Hashable, Sendable {
    private var profiles: [String: [String: String]] = [:]
    private var sessions: [String: [String: String]] = [:]

    init(config: String, credentials: String) {
        for (header, settings) in Self.sections(of: config) {
            let words = header.split(whereSeparator: \.isWhitespace).map(String.init)
            switch (words.first, words.count) {
            case ("default", 1): profiles["default", default: [:]].merge(settings) { $1 }
            case ("profile", 2): profiles[words[1], default: [:]].merge(settings) { $1 }
            case ("sso-session", 2): sessions[words[1], default: [:]].merge(settings) { $1 }
            default: break
            }
        }
        for (header, settings) in Self.sections(of: credentials) {
            profiles[header, default: [:]].merge(settings) { $1 }
        }
    }

    subscript(_ name: String) -> [String: String]? { profiles[name] }

    /// `[sso-session NAME]`
    func session(_ name: String) -> [String: String]? { sessions[name] }

    /// Indented lines belong to a setting of their own and say nothing here.
    private static func sections(of text: String) -> [(header: String, settings: [String: String])] {
        var found: [(header: String, settings: [String: String])] = []
        for line in text.split(whereSeparator: \.isNewline) {
            guard let first = line.first, !first.isWhitespace, first != "#", first != ";" else { continue }
            if first == "[" {
                let header = line.dropFirst().prefix { $0 != "]" }
                found.append((trimmed(header).replacing("\"", with: ""), [:]))
            } else if let equals = line.firstIndex(of: "="), !found.isEmpty {
                let name = trimmed(line[..<equals]).lowercased()
                let value = line[line.index(after: equals)...]
                found[found.count - 1].settings[name] = trimmed(uncommented(value))
            }
        }
        return found
    }

    /// A `#` or `;` after a blank begins a comment.
    private static func uncommented(_ value: Substring) -> Substring {
        let cuts = [" #", " ;", "\t#", "\t;"].compactMap { value.firstRange(of: $0)?.lowerBound }
        return cuts.min().map { value[..<$0] } ?? value
    }

    private static func trimmed(_ text: Substring) -> String {
        var rest = text.drop(while: \.isWhitespace)
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }
}
