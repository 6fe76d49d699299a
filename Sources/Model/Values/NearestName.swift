/// Finds what somebody probably meant: the candidate with the smallest edit distance, if it is small.
package enum NearestName {
    /// About a third of the name may differ, one letter of a short one, and something must be the same.
    package static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
        let limit = min(max(1, (name.count + 1) / 3), name.count - 1)
        let wanted = name.lowercased()
        let length = wanted.unicodeScalars.count
        var best: (name: String, distance: Int)?
        for candidate in candidates.sorted() {
            let other = candidate.lowercased()
            // Each scalar more or less is an edit, so most candidates need no look.
            guard abs(other.unicodeScalars.count - length) <= limit else { continue }
            let distance = distance(wanted, other)
            if distance <= limit, distance < (best?.distance ?? .max) { best = (candidate, distance) }
        }
        return best?.name
    }

    /// How many letters were left out, added, changed, or swapped with their neighbours.
    private static func distance(_ left: String, _ right: String) -> Int {
        let one = Array(left.unicodeScalars)
        let two = Array(right.unicodeScalars)
        guard !one.isEmpty, !two.isEmpty else { return max(one.count, two.count) }
        var beforeLast: [Int] = []
        var previous = Array(0...two.count)
        for row in 1...one.count {
            var current = [row]
            for column in 1...two.count {
                let substitution = previous[column - 1] + (one[row - 1] == two[column - 1] ? 0 : 1)
                var best = min(substitution, previous[column] + 1, current[column - 1] + 1)
                if row > 1, column > 1, one[row - 1] == two[column - 2], one[row - 2] == two[column - 1] {
                    best = min(best, beforeLast[column - 2] + 1)
                }
                current.append(best)
            }
            beforeLast = previous
            previous = current
        }
        return previous[two.count]
    }
}
