import Model

/// What a scanner says of one of its rules (SARIF 2.1.0 §3.49).
struct SARIFRule {
    let id: String
    let name: String?
    let level: SARIFLevel?
    /// `security-severity`, 0 to 10, as forges read it.
    let score: Double?
    let messages: [String: String]
    let summary: String?
    let help: String?
    /// The item of the OWASP API Security Top 10 that its tags name.
    let owasp: String?

    /// Its texts are cut here, since any number of results may tell them.
    init(_ value: JSONValue, limits: ReportLimits) {
        id = value["id"]?.string ?? ""
        name = value["name"]?.string.flatMap { CutText.line($0, limit: limits.name) }
        level = value["defaultConfiguration"]?["level"]?.string.flatMap(SARIFLevel.init)
        score = value["properties"]?.score
        if case .object(let strings)? = value["messageStrings"] {
            messages = strings.compactMapValues { $0["text"]?.string }
        } else {
            messages = [:]
        }
        let about = value["shortDescription"]?["text"]?.string ?? value["fullDescription"]?["text"]?.string
        summary = about.flatMap { CutText.line($0, limit: limits.message) }
        help = value["helpUri"]?.string.flatMap { CutText.line($0, limit: limits.name) }
        owasp =
            (value["properties"]?["tags"]?.items ?? []).lazy.compactMap(\.string)
            .compactMap { $0.firstMatch(of: /API(?:10|[1-9]):20[0-9]{2}/).map { String($0.output) } }.first
    }
}

/// How bad a result is by its scanner's own word (SARIF 2.1.0 §3.27.10).
enum SARIFLevel: String {
    case none, note, warning, error

    var severity: SecuritySpec.Severity {
        switch self {
        case .none: .info
        case .note: .low
        case .warning: .medium
        case .error: .high
        }
    }
}

extension JSONValue {
    /// The `security-severity` of a property bag: a number from 0 to 10, mostly written as a text.
    var score: Double? {
        guard let value = self["security-severity"], let score = value.double ?? value.string.flatMap(Double.init),
            (0...10).contains(score)
        else { return nil }
        return score
    }
}

extension SecuritySpec.Severity {
    /// By the bounds of the Common Vulnerability Scoring System.
    init(score: Double) {
        switch score {
        case 9...: self = .critical
        case 7..<9: self = .high
        case 4..<7: self = .medium
        case _ where score > 0: self = .low
        default: self = .info
        }
    }
}
