/// Finds what somebody probably meant: the candidate with the smallest edit distance, if it is small.
package enum NearestName {
    /// At most a third of the name's length, and at least one edit, may differ.
    package static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
        let limit = max(1, name.count / 3 + 1)
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

    /// Levenshtein's distance.
    private static func distance(_ left: String, _ right: String) -> Int {
        let one = Array(left.unicodeScalars)
        let two = Array(right.unicodeScalars)
        guard !one.isEmpty, !two.isEmpty else { return max(one.count, two.count) }
        var previous = Array(0...two.count)
        for row in 1...one.count {
            var current = [row]
            for column in 1...two.count {
                let substitution = previous[column - 1] + (one[row - 1] == two[column - 1] ? 0 : 1)
                current.append(min(substitution, previous[column] + 1, current[column - 1] + 1))
            }
            previous = current
        }
        return previous[two.count]
    }
}
