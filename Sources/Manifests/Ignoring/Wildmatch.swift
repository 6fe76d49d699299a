/// A pattern as `.gitignore` has them, against the bytes of a name or a path.
///
/// By the rules of git's own matcher (its documentation of `gitignore`, and `git check-ignore` as the judge), but
/// never going back: all places that the pattern may stand at are followed at once, so that the time is at most the
/// product of both lengths.
struct Wildmatch: Hashable, Sendable {
    enum Token: Hashable, Sendable {
        case byte(UInt8)
        /// `?`
        case anyByte
        /// `[…]`
        case oneOf(ByteSet, negated: Bool)
        /// `*`, or with `crossing` what stands for slashes too.
        case text(crossing: Bool)
        /// `**/`: nothing, or folders; followed by `foldersRest`.
        case folders
        /// What `**/` has taken so far, up to a slash.
        case foldersRest
    }

    /// In a path a slash is matched only by itself and by `**`.
    enum Scope: Hashable, Sendable {
        case name, path
    }

    private let tokens: [Token]
    private let scope: Scope

    /// nil for what can match nothing: an open `[`, a `\` at the end.
    init?(_ pattern: ArraySlice<UInt8>, scope: Scope) {
        guard let tokens = WildmatchParser.tokens(of: Array(pattern), scope: scope) else { return nil }
        self.tokens = tokens
        self.scope = scope
    }

    /// `steps` counts the comparisons.
    func matches(_ text: ArraySlice<UInt8>, steps: inout Int) -> Bool {
        var current = Places(count: tokens.count + 1)
        enter(0, &current)
        for byte in text {
            var next = Places(count: tokens.count + 1)
            steps += current.list.count + 1
            for place in current.list where place < tokens.count {
                switch tokens[place] {
                case .byte(let own): if own == byte { enter(place + 1, &next) }
                case .anyByte: if !isBarrier(byte) { enter(place + 1, &next) }
                case .oneOf(let set, let negated):
                    if set.contains(byte) != negated, !isBarrier(byte) { enter(place + 1, &next) }
                case .text(let crossing): if crossing || byte != Self.slash { enter(place, &next) }
                case .folders: break
                case .foldersRest:
                    next.insert(place)
                    if byte == Self.slash { enter(place + 1, &next) }
                }
            }
            if next.list.isEmpty { return false }
            current = next
        }
        return current.has(tokens.count)
    }

    private static let slash = UInt8(ascii: "/")

    private func isBarrier(_ byte: UInt8) -> Bool { scope == .path && byte == Self.slash }

    /// Adds a place and those that can be reached from it without taking a byte.
    private func enter(_ place: Int, _ places: inout Places) {
        guard places.insert(place), place < tokens.count else { return }
        switch tokens[place] {
        case .text: enter(place + 1, &places)
        case .folders:
            enter(place + 1, &places)
            enter(place + 2, &places)
        case .byte, .anyByte, .oneOf, .foldersRest: break
        }
    }

    /// Places in a pattern, each once.
    private struct Places {
        private(set) var list: [Int] = []
        private var isIn: [Bool]

        init(count: Int) { isIn = Array(repeating: false, count: count) }

        func has(_ place: Int) -> Bool { isIn[place] }

        @discardableResult
        mutating func insert(_ place: Int) -> Bool {
            guard !isIn[place] else { return false }
            isIn[place] = true
            list.append(place)
            return true
        }
    }
}
