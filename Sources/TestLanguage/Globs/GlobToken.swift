/// One piece of a name in a pattern.
enum GlobToken: Hashable, Sendable {
    case scalar(Unicode.Scalar)
    /// `*`: any text without a slash, also none.
    case anyText
    /// `?`
    case anyScalar
    /// `[a-z_]`, or with `negated` `[!a-z_]`.
    case oneOf([ClosedRange<Unicode.Scalar>], negated: Bool)

    /// Reads what stands between two slashes.
    static func tokens(of text: Substring) throws(GlobError) -> [GlobToken] {
        var tokens: [GlobToken] = []
        var rest = text.unicodeScalars
        while let scalar = rest.popFirst() {
            switch scalar {
            case "*": if tokens.last != .anyText { tokens.append(.anyText) }
            case "?": tokens.append(.anyScalar)
            case "[": tokens.append(try set(&rest))
            default: tokens.append(.scalar(scalar))
            }
        }
        return tokens
    }

    /// Reads a set behind its `[`; a `]` that comes first, and a `-` at either end, are meant as they stand.
    private static func set(_ rest: inout Substring.UnicodeScalarView) throws(GlobError) -> GlobToken {
        let isNegated = rest.first == "!" || rest.first == "^"
        if isNegated { rest.removeFirst() }
        var ranges: [ClosedRange<Unicode.Scalar>] = []
        while let low = rest.popFirst() {
            if low == "]", !ranges.isEmpty { return .oneOf(ranges, negated: isNegated) }
            let isRange = rest.first == "-" && rest.dropFirst().first.map { $0 != "]" } == true
            guard isRange else {
                ranges.append(low...low)
                continue
            }
            rest.removeFirst()
            guard let high = rest.popFirst(), low <= high else {
                throw GlobError("the range that begins with `\(low)-` runs backwards")
            }
            ranges.append(low...high)
        }
        throw GlobError("a `[` has no `]`: close it, or write `[[]` for a `[` that is meant")
    }

    static func match(_ tokens: [GlobToken], _ name: [Unicode.Scalar]) -> Bool {
        WildcardMatch.find(tokens, in: name) {
            $0 == .anyText
        } fits: { token, scalar in
            switch token {
            case .anyText: false
            case .anyScalar: true
            case .scalar(let own): own == scalar
            case .oneOf(let ranges, let negated): ranges.contains { $0.contains(scalar) } != negated
            }
        }
    }
}
