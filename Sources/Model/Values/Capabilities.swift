/// Reads and compares what workers announce and tests need.
package enum Capabilities {
    /// `name=value` or `name` to a map; the later of two equal names wins.
    package static func parse(_ list: [String]) -> [String: String] {
        var map: [String: String] = [:]
        for item in list {
            let parts = item.split(separator: "=", maxSplits: 1).map(String.init)
            map[parts[0]] = parts.count == 2 ? parts[1] : ""
        }
        return map
    }

    /// What is asked for and not there, sorted: `gpu`, `java>=17`.
    package static func missing(_ needs: [String: String], in offered: [String: String]) -> [String] {
        needs.compactMap { name, wanted -> String? in
            guard let value = offered[name] else { return wanted.isEmpty ? name : "\(name) \(wanted)" }
            if wanted.isEmpty { return nil }
            if wanted.hasPrefix(">=") {
                let bound = wanted.dropFirst(2).drop { $0 == " " }
                return isAtLeast(value, String(bound)) ? nil : "\(name) \(wanted)"
            }
            return value == wanted ? nil : "\(name) \(wanted)"
        }.sorted()
    }

    /// Compares dotted versions number by number; a part that is no number compares as text.
    private static func isAtLeast(_ version: String, _ bound: String) -> Bool {
        let left = version.split(separator: ".").map(String.init)
        let right = bound.split(separator: ".").map(String.init)
        for index in 0..<max(left.count, right.count) {
            let one = index < left.count ? left[index] : "0"
            let two = index < right.count ? right[index] : "0"
            if one == two { continue }
            if let first = Int(one), let second = Int(two) {
                if first != second { return first > second }
            } else {
                return one > two
            }
        }
        return true
    }
}
