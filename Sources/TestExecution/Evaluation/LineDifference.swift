/// Two texts line by line, with what is between their differences left out.
enum LineDifference {
    /// Unchanged lines that are shown beside each change.
    private static let context = 2
    /// Lines of either text that are compared; what differs beyond is only counted.
    static let compared = 1_000
    /// Lines that are shown.
    private static let shown = 60
    /// Characters of a line that are shown.
    private static let width = 200

    /// nil when there is nothing to show.
    static func text(_ expected: String, _ actual: String) -> String? {
        let old = lines(expected)
        let new = lines(actual)
        guard old != new else { return nil }
        var marked = merge(old, new)
        let changed = Set(marked.indices.filter { marked[$0].mark != " " })
        let kept = marked.indices.filter { place in
            (place - context...place + context).contains { changed.contains($0) }
        }
        var result: [String] = []
        var last = -1
        for place in kept {
            if place > last + 1 { result.append("  …") }
            result.append("\(marked[place].mark) \(marked[place].line)")
            last = place
        }
        if last < marked.count - 1 { result.append("  …") }
        marked = []
        guard result.count > shown else { return result.joined(separator: "\n") }
        return (result.prefix(shown) + ["  … and \(result.count - shown) more lines"]).joined(separator: "\n")
    }

    private static func lines(_ text: String) -> [String] {
        var lines = text.split(maxSplits: compared, omittingEmptySubsequences: false) { $0.isNewline }
        if lines.count > compared { lines.removeLast() }
        return lines.map { $0.dropFirst(width).isEmpty ? String($0) : $0.prefix(width) + "…" }
    }

    /// Removals stand before the insertions of the same place.
    private static func merge(_ old: [String], _ new: [String]) -> [(mark: Character, line: String)] {
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in new.difference(from: old) {
            switch change {
            case .remove(let place, _, _): removed.insert(place)
            case .insert(let place, _, _): inserted.insert(place)
            }
        }
        var result: [(Character, String)] = []
        var one = 0
        var two = 0
        while one < old.count || two < new.count {
            if removed.contains(one) {
                result.append(("-", old[one]))
                one += 1
            } else if inserted.contains(two) {
                result.append(("+", new[two]))
                two += 1
            } else {
                result.append((" ", old[one]))
                one += 1
                two += 1
            }
        }
        return result
    }
}
