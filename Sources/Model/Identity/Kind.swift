/// The five kinds of manifest, spelled as in `kind:`.
package enum Kind: String, Codable, Sendable, CaseIterable, Hashable, Comparable {
    case environment = "Environment"
    case cloudResource = "CloudResource"
    case testSuite = "TestSuite"
    case alertRule = "AlertRule"
    case cachePolicy = "CachePolicy"

    /// The order in which kinds are listed and, other things being equal, applied.
    package static func < (left: Kind, right: Kind) -> Bool {
        left.rank < right.rank
    }

    /// By its place: what names an object is hashed and compared more than anything else, and a raw value is a text.
    package func hash(into hasher: inout Hasher) { hasher.combine(UInt8(truncatingIfNeeded: rank)) }

    package static func == (left: Kind, right: Kind) -> Bool { left.rank == right.rank }

    private var rank: Int {
        switch self {
        case .environment: 0
        case .cloudResource: 1
        case .testSuite: 2
        case .alertRule: 3
        case .cachePolicy: 4
        }
    }
}
