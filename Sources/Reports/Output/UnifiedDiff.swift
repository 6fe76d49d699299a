package import Foundation

/// Changes of files as `git apply` and `patch -p1` take them. Written by hand: no library here makes one.
package enum UnifiedDiff {
    private static let context = 3

    /// One file's part; empty when nothing changed.
    ///
    /// - Parameters:
    ///   - path: from the repository's root.
    ///   - old: nil for a file that is new.
    package static func text(path: String, old: Data?, new: Data) -> String {
        guard old != new else { return "" }
        let before = lines(old ?? Data())
        let after = lines(new)
        var text = "diff --git \(name("a/" + path)) \(name("b/" + path))\n"
        if old == nil { text += "new file mode 100644\n" }
        text += "--- \(old == nil ? "/dev/null" : named("a/" + path))\n+++ \(named("b/" + path))\n"
        return text + hunks(steps(before, after)).joined()
    }

    private enum Step {
        case same(String)
        case gone(String)
        case come(String)

        var isSame: Bool { if case .same = self { true } else { false } }
    }

    /// Each with its end, where it has one.
    private static func lines(_ data: Data) -> [String] {
        var lines: [String] = []
        var rest = data[...]
        while !rest.isEmpty {
            let end = rest.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? rest.endIndex
            lines.append(String(decoding: rest[rest.startIndex..<end], as: UTF8.self))
            rest = rest[end...]
        }
        return lines
    }

    private static func steps(_ before: [String], _ after: [String]) -> [Step] {
        let difference = after.difference(from: before)
        var gone = Set<Int>()
        var come = Set<Int>()
        for change in difference {
            switch change {
            case .remove(let offset, _, _): gone.insert(offset)
            case .insert(let offset, _, _): come.insert(offset)
            }
        }
        var steps: [Step] = []
        var (old, new) = (0, 0)
        while old < before.count || new < after.count {
            if gone.contains(old) {
                steps.append(.gone(before[old]))
                old += 1
            } else if come.contains(new) {
                steps.append(.come(after[new]))
                new += 1
            } else {
                steps.append(.same(before[old]))
                old += 1
                new += 1
            }
        }
        return steps
    }

    private static func hunks(_ steps: [Step]) -> [String] {
        var hunks: [String] = []
        let changed = steps.indices.filter { !steps[$0].isSame }
        var position = 0
        while position < changed.count {
            var last = position
            // Two changes whose lines around them meet are told together.
            while last + 1 < changed.count, changed[last + 1] - changed[last] <= 2 * context { last += 1 }
            let start = max(changed[position] - context, 0)
            let end = min(changed[last] + context, steps.count - 1)
            hunks.append(hunk(steps, start...end))
            position = last + 1
        }
        return hunks
    }

    private static func hunk(_ steps: [Step], _ range: ClosedRange<Int>) -> String {
        let before = steps[..<range.lowerBound]
        let oldStart = before.count { if case .come = $0 { false } else { true } }
        let newStart = before.count { if case .gone = $0 { false } else { true } }
        let oldCount = steps[range].count { if case .come = $0 { false } else { true } }
        let newCount = steps[range].count { if case .gone = $0 { false } else { true } }
        // Of no lines, the line before them is named.
        let places = [(oldStart, oldCount), (newStart, newCount)].map { "\($0.0 + ($0.1 == 0 ? 0 : 1)),\($0.1)" }
        return "@@ -\(places[0]) +\(places[1]) @@\n" + steps[range].map(line).joined()
    }

    private static func line(_ step: Step) -> String {
        let (mark, text) =
            switch step {
            case .same(let text): (" ", text)
            case .gone(let text): ("-", text)
            case .come(let text): ("+", text)
            }
        let isWhole = text.utf8.last == UInt8(ascii: "\n")
        return mark + text + (isWhole ? "" : "\n\\ No newline at end of file\n")
    }

    /// As `git` quotes names: what could end the line or the name stands as an escape between quotes.
    private static func name(_ path: String) -> String {
        guard
            path.unicodeScalars.contains(where: {
                $0.value < 0x20 || $0.value == 0x7F || "\"\\".unicodeScalars.contains($0)
            })
        else { return path }
        let escaped = path.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "\""): "\\\""
            case UInt8(ascii: "\\"): "\\\\"
            case 0x20...0x7E: String(UnicodeScalar(byte))
            default: "\\" + String(Int(byte) + 0o1000, radix: 8).suffix(3)
            }
        }
        return "\"\(escaped.joined())\""
    }

    /// A name with a space in it is followed by a tab, so that it is seen where it ends.
    private static func named(_ path: String) -> String { name(path) + (path.contains(" ") ? "\t" : "") }
}
