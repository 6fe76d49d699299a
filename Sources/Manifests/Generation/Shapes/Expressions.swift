import Model

/// The forms of texts as regular expressions, within what ECMAScript, RE2 and Python have in common.
enum Expressions {
    static let dnsLabel = "^\(label)$"
    static let duration = "^[0-9]+\(units)$"
    static let positiveDuration = "^0*[1-9][0-9]*\(units)$"
    static let size = "^[0-9]+(Ti|Gi|Mi|Ki|TB|GB|MB|kB|B)$"
    static let cpu = "^[0-9]+m?$"
    static let percentage = "^[0-9]+%$"
    static let timeOfDay = "^([01][0-9]|2[0-3]):[0-5][0-9]$"
    static let timeZone = "^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$"
    static let durationBound = "^(<=? *[0-9]+\(units)|usual)$"
    static let status = "^[1-5]([0-9][0-9]|xx)$"
    static let oneLine = #"^[^\x00-\x1f\x7f-\x9f]*$"#
    static let httpMethod = "^[A-Z-]+$"
    static let urlPath = #"^/[^\x00-\x20\x7f]*$"#
    static let environmentPattern = #"^[A-Za-z_][A-Za-z0-9_]*\*?$"#
    static let secretSource = "^(env|file|store|sealed):.+$"
    static let operatorSecret = "^(env:[!-<>-~]+|file:.+)$"
    static let secretReference = #"^\$\{\{ *secrets\."#
    static let rate = "^[0-9]+/[sm]$"
    static let change = "^[+-][0-9]{1,4}([.][0-9]{1,3})?%$"
    static let budget = "^([0-9]+%|[0-9]+\(units))$"
    static let date = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
    static let shardCount = "^(auto|[0-9]+)$"
    static let objectPath = "^(\(Kind.allCases.map(\.rawValue).joined(separator: "|")))/\(label)$"

    static func url(_ schemes: [String], takesReferences: Bool) -> String {
        let address = #"^(\#(schemes.joined(separator: "|")))://[^/?#\s]"#
        return takesReferences ? orReference(address) : address
    }

    /// The expression, or any text with a reference in it.
    static func orReference(_ expression: String) -> String { #"\#(expression)|\$\{\{"# }

    private static let label = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
    private static let units = "(ms|s|m|h|d)"
}

extension KeyForm {
    /// nil where any text that is not empty does.
    var pattern: String? {
        switch self {
        case .any: nil
        case .dnsLabel: Expressions.dnsLabel
        case .referenceName: "^[A-Za-z0-9_-]+$"
        case .variable: "^[A-Za-z_][A-Za-z0-9_]*$"
        case .header: "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$"
        }
    }
}
