import Foundation
import Model

/// What a text must look like.
package struct TextRule: Sendable {
    package enum References: Sendable {
        /// `${{ … }}` is an error, since nothing would resolve it.
        case refused
        case resolved
        /// `${{ … }}` is text like any other.
        case literal
    }

    package let form: TextForm
    package let references: References
    /// Numbers and booleans are taken as the text they were written with.
    package let takesScalars: Bool

    package init(_ form: TextForm = .any, references: References = .refused, takesScalars: Bool = false) {
        self.form = form
        self.references = references
        self.takesScalars = takesScalars
    }
}

/// The shapes of text that are checked.
package enum TextForm: Sendable, CaseIterable {
    case any
    /// Not empty, one line, at most 200 characters.
    case title
    case nonEmpty
    /// A token of RFC 9110 in upper case.
    case httpMethod
    /// Begins with `/`.
    case urlPath
    /// Name of a process environment variable, or `PREFIX_*`.
    case environmentPattern
    /// `env:NAME` or `file:PATH` of the operator's own.
    case operatorSecret
    /// A token of RFC 9110.
    case headerName
    /// RFC 3339 with its offset.
    case timestamp
    /// A pattern of `.rondoignore`, in one line.
    case ignorePattern
    /// `800/s` or `30/m`.
    case rate
    /// `p(99) duration < 250ms`.
    case loadBound
    /// `+10%`.
    case change
    /// `50%` or a duration.
    case budget
    /// `2026-12-31`.
    case date
    /// `auto`, or a number from 1.
    case shardCount
    /// Of an SSH or OpenPGP key.
    case commitSigner

    /// Whether any words would do, so that quotes make text of a number.
    var isFree: Bool {
        switch self {
        case .any, .title, .nonEmpty: true
        case .httpMethod, .urlPath, .environmentPattern, .operatorSecret, .headerName, .timestamp, .ignorePattern,
            .rate,
            .loadBound, .change, .budget, .date, .shardCount, .commitSigner:
            false
        }
    }

    func accepts(_ text: String) -> Bool {
        switch self {
        case .any: true
        case .nonEmpty: !text.isEmpty
        case .title:
            !text.isEmpty && text.unicodeScalars.count <= 200
                && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        case .httpMethod: !text.isEmpty && text.utf8.allSatisfy { (0x41...0x5A).contains($0) || $0 == 0x2D }
        case .urlPath: text.hasPrefix("/") && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
        case .environmentPattern:
            KeyForm.variable.accepts(text.hasSuffix("*") ? String(text.dropLast()) : text)
        case .operatorSecret: OperatorSecret(text) != nil
        case .headerName: KeyForm.header.accepts(text)
        case .timestamp: (try? Date.ISO8601FormatStyle().parse(text)) != nil
        case .ignorePattern: !text.isEmpty && !text.utf8.contains { $0 == 0x0A || $0 == 0x0D || $0 == 0 }
        case .rate: LoadRate(text) != nil
        case .loadBound: LoadBound(text) != nil
        case .change: text.wholeMatch(of: #/[+-][0-9]{1,4}(\.[0-9]{1,3})?%/#) != nil
        case .budget: TimeSpan(text) != nil || text.wholeMatch(of: #/([1-9][0-9]?|100)%/#) != nil
        case .date: Self.isDate(text)
        case .shardCount: text == "auto" || Int(text).map { (1...1_000).contains($0) && text.first != "+" } == true
        case .commitSigner: CommitSignerKey(text) != nil
        }
    }

    /// What to write, as in "must be …".
    var requirement: String {
        switch self {
        case .any: "text"
        case .nonEmpty: "text that is not empty"
        case .title: "one line of 1 to 200 characters"
        case .httpMethod: "an HTTP method in upper case, for example `GET`"
        case .urlPath: "a path that begins with `/` and has no spaces, for example `/orders`"
        case .environmentPattern: "the name of an environment variable or a prefix, for example `SHOP_*`"
        case .operatorSecret: "`env:NAME` or `file:PATH`"
        case .headerName: "the name of an HTTP header"
        case .timestamp: "a time by RFC 3339, for example `2026-11-28T18:00:00Z`"
        case .ignorePattern: "one pattern as in `.gitignore`, for example `charts/**`"
        case .rate: "a rate with its unit, for example `50/s` or `600/m`"
        case .loadBound: "a bound with its unit, for example `p(99) duration < 250ms` or `rate failed < 0.5%`"
        case .change: "a change in percent, for example `+10%`"
        case .budget: "a share or a duration, for example `50%` or `10m`"
        case .date: "a day, for example `2026-12-31`"
        case .shardCount: "`auto` or a whole number from 1 to 1000"
        case .commitSigner:
            "a public key: `ssh-ed25519 AAAA…`, a line of allowed signers (ssh-keygen), or an armoured OpenPGP block"
        }
    }

    /// A day of the calendar by ISO 8601.
    private static func isDate(_ text: String) -> Bool {
        guard let parts = text.wholeMatch(of: #/([0-9]{4})-([0-9]{2})-([0-9]{2})/#)?.output,
            let year = Int(parts.1), let month = Int(parts.2), let day = Int(parts.3), (1...12).contains(month)
        else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...days[month - 1]).contains(day)
    }
}

/// What the keys of a map must look like.
package enum KeyForm: Sendable, CaseIterable {
    case any
    case dnsLabel
    /// What a reference can name: letters, digits, `_` and `-`.
    case referenceName
    /// A name of a process environment variable.
    case variable
    /// A token of RFC 9110.
    case header

    func accepts(_ key: String) -> Bool {
        switch self {
        case .any: !key.isEmpty
        case .dnsLabel: DNSLabel.accepts(key)
        case .referenceName:
            !key.isEmpty && key.utf8.allSatisfy { Self.isAlphanumeric($0) || $0 == 0x5F || $0 == 0x2D }
        case .variable:
            key.utf8.first.map { !(0x30...0x39).contains($0) } == true
                && key.utf8.allSatisfy { Self.isAlphanumeric($0) || $0 == 0x5F }
        case .header:
            !key.isEmpty && key.utf8.allSatisfy { Self.isAlphanumeric($0) || "!#$%&'*+-.^_`|~".utf8.contains($0) }
        }
    }

    /// What to write, as in "must be …".
    var requirement: String {
        switch self {
        case .any: "text that is not empty"
        case .dnsLabel: DNSLabel.requirement
        case .referenceName: "letters, digits, `_` and `-`"
        case .variable: "letters, digits and `_`, and not begin with a digit"
        case .header: "the name of an HTTP header"
        }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}

/// The names of objects and services (RFC 1123 §2.1, as Kubernetes has them).
enum DNSLabel {
    static let requirement = "1 to 63 lower-case letters, digits and `-`, not beginning or ending with `-`"

    static func accepts(_ text: String) -> Bool { ObjectIdentity.accepts(label: text) }
}
