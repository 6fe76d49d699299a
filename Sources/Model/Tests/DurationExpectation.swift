/// How long something may take: a bound, or what its own history makes of it.
package enum DurationExpectation: Hashable, Sendable {
    /// `< 300ms`, or `<= 2s` where it is inclusive.
    case bound(TimeSpan, inclusive: Bool)
    /// `usual`; the bound that its history gives is put in when it is dispatched, and nil until there is enough of it.
    case usual(TimeSpan?)

    private static let usual = "usual"

    /// Reads `< 300ms`, `<= 2s` and `usual`, as manifests write them; nil for anything else.
    package init?(_ text: String) {
        if text == Self.usual {
            self = .usual(nil)
            return
        }
        guard text.hasPrefix("<") else { return nil }
        let inclusive = text.hasPrefix("<=")
        guard let bound = TimeSpan(text.dropFirst(inclusive ? 2 : 1).drop { $0 == " " }) else { return nil }
        self = .bound(bound, inclusive: inclusive)
    }

    /// Whether a duration is within it; without a history every one is usual.
    package func accepts(_ duration: Duration) -> Bool {
        switch self {
        case .bound(let bound, let inclusive): inclusive ? duration <= bound.duration : duration < bound.duration
        case .usual(let bound): bound.map { duration <= $0.duration } ?? true
        }
    }
}

extension DurationExpectation: Codable, CustomStringConvertible {
    /// As manifests write it; `usual (<= 750ms)` once its bound is known.
    package var description: String {
        switch self {
        case .bound(let bound, let inclusive): "\(inclusive ? "<=" : "<") \(bound)"
        case .usual(let bound): bound.map { "\(Self.usual) (<= \($0))" } ?? Self.usual
        }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = DurationExpectation(text) ?? Self.measured(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "`\(text)` is neither `< DURATION` nor `\(Self.usual)`")
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    /// `usual (<= 750ms)`, which a dispatched test holds and no manifest.
    private static func measured(_ text: String) -> DurationExpectation? {
        let prefix = "\(usual) (<= "
        guard text.hasPrefix(prefix), text.hasSuffix(")") else { return nil }
        return TimeSpan(text.dropFirst(prefix.count).dropLast()).map { .usual($0) }
    }
}
