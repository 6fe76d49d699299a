import ArgumentParser
import Model

/// What `get` can list: a kind by any of its usual names, or what the controller keeps beside objects.
enum ListedThing: String, CaseIterable, Sendable {
    case environments, resources, suites, rules, caches, sources, workers, runs

    /// Every accepted spelling.
    private static let names: [String: ListedThing] = Dictionary(
        allCases.flatMap { thing in
            (thing.kind?.spellings ?? [thing.rawValue, String(thing.rawValue.dropLast())]).map { ($0, thing) }
        }, uniquingKeysWith: { first, _ in first })

    init?(name: String) {
        guard let thing = Self.names[name.lowercased()] else { return nil }
        self = thing
    }

    static var spellings: some Collection<String> { names.keys }

    /// nil for what is not an object of git.
    var kind: Kind? {
        switch self {
        case .environments: .environment
        case .resources: .cloudResource
        case .suites: .testSuite
        case .rules: .alertRule
        case .caches: .cachePolicy
        case .sources, .workers, .runs: nil
        }
    }
}

/// `suites`, `suite/checkout`, `TestSuite/checkout`.
struct ResourceName: Sendable {
    let thing: ListedThing
    let name: String?

    init(_ text: String) throws {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let thing = ListedThing(name: parts[0]) else {
            let hint = NearestName.nearest(to: parts[0].lowercased(), among: ListedThing.spellings)
            let known = ListedThing.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError(
                "`\(parts[0])` can't be listed: \(hint.map { "did you mean `\($0)`?" } ?? "known are \(known)")")
        }
        self.thing = thing
        name = parts.count == 2 ? parts[1] : nil
    }
}
