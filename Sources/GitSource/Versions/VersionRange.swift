/// A range of versions as Flux and Helm write it: conditions joined by spaces or commas, alternatives by `||`, and
/// `1.2 - 2.3` for a span. By hand: no library here reads it.
struct VersionRange: Hashable, Sendable {
    private static let longest = 256
    /// Each alternative is a list of conditions that all hold.
    private let alternatives: [[VersionComparator]]

    /// nil when the text is not a range.
    init?(_ text: String) {
        guard text.utf8.count <= Self.longest, text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
        var alternatives: [[VersionComparator]] = []
        for part in Self.split(text) {
            guard let conditions = Self.conditions(in: part) else { return nil }
            alternatives.append(conditions)
        }
        self.alternatives = alternatives
    }

    /// Why this can't be a range; nil when it can.
    static func refusal(of text: String) -> String? {
        if text.utf8.count > longest { return "it is longer than \(longest) bytes" }
        return VersionRange(text) == nil ? "it is not a range of versions, such as `>=1.2 <2`, `~1.4` or `1.x`" : nil
    }

    func contains(_ version: SemanticVersion) -> Bool {
        alternatives.contains { $0.allSatisfy { $0.isMet(by: version) } }
    }

    private static func split(_ text: String) -> [Substring] {
        var parts: [Substring] = []
        var rest = text[...]
        while let bars = rest.firstRange(of: "||") {
            parts.append(rest[..<bars.lowerBound])
            rest = rest[bars.upperBound...]
        }
        return parts + [rest]
    }

    /// No text at all is any release.
    private static func conditions(in text: Substring) -> [VersionComparator]? {
        var scanner = RangeScanner(text)
        var conditions: [VersionComparator] = []
        if scanner.isAtEnd { return [VersionComparator(relation: .equal, floor: .zero, precision: 0)] }
        repeat {
            guard let relation = scanner.relation(), let first = scanner.version() else { return nil }
            if relation.isWritten || !scanner.skipsDash() {
                conditions.append(first.comparator(relation.value))
            } else {
                guard let last = scanner.version() else { return nil }
                conditions += [first.comparator(.greaterOrEqual), last.comparator(.lessOrEqual)]
            }
        } while scanner.skipsSeparator()
        return scanner.isAtEnd ? conditions : nil
    }
}

extension SemanticVersion {
    fileprivate static let zero = SemanticVersion(major: 0, minor: 0, patch: 0)
}
