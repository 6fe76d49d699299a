/// One line of a `.rondoignore`.
struct IgnorePattern: Hashable, Sendable {
    private enum Matcher: Hashable, Sendable {
        /// A name at any depth.
        case name(Wildmatch)
        /// A path from the folder of the file on: first these bytes as they stand, then the pattern.
        case path(prefix: [UInt8], rest: Wildmatch)
    }

    /// `!`: what matches is not ignored.
    let isNegated: Bool
    /// `/` at the end: only folders match.
    let needsFolder: Bool
    /// As it was written, for people.
    let text: String
    /// From 1.
    let line: Int
    private let matcher: Matcher

    /// nil for a comment, an empty line, and what can match nothing.
    init?(_ written: ArraySlice<UInt8>, line: Int) {
        guard written.first != UInt8(ascii: "#") else { return nil }
        var rest = Self.withoutTrailingSpaces(written)
        text = String(decoding: rest, as: UTF8.self)
        self.line = line
        isNegated = rest.first == UInt8(ascii: "!")
        if isNegated { rest = rest.dropFirst() }
        let slash = UInt8(ascii: "/")
        needsFolder = rest.last == slash
        if needsFolder { rest = rest.dropLast() }
        guard !rest.isEmpty else { return nil }
        guard rest.contains(slash) else {
            guard let match = Wildmatch(rest, scope: .name) else { return nil }
            matcher = .name(match)
            return
        }
        if rest.first == slash { rest = rest.dropFirst() }
        let plain = rest.prefix { !Self.special.contains($0) }
        guard let match = Wildmatch(rest[plain.endIndex...], scope: .path) else { return nil }
        matcher = .path(prefix: Array(plain), rest: match)
    }

    /// `path` is relative to the folder of the file that the pattern stands in.
    func matches(_ path: ArraySlice<UInt8>, isFolder: Bool, steps: inout Int) -> Bool {
        steps += 1
        guard isFolder || !needsFolder else { return false }
        switch matcher {
        case .name(let match):
            let start = path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? path.startIndex
            return match.matches(path[start...], steps: &steps)
        case .path(let prefix, let rest):
            return path.starts(with: prefix) && rest.matches(path.dropFirst(prefix.count), steps: &steps)
        }
    }

    private static let special: Set<UInt8> = [
        UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "\\"),
    ]

    /// Spaces at the end go, unless a `\` stands before them.
    private static func withoutTrailingSpaces(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var end = line.startIndex
        var index = line.startIndex
        while index < line.endIndex {
            if line[index] == UInt8(ascii: "\\") {
                index += 1
                // A lone `\` at the end takes nothing with it, and everything before it stays.
                guard index < line.endIndex else { return line }
                end = index + 1
            } else if line[index] != UInt8(ascii: " ") {
                end = index + 1
            }
            index += 1
        }
        return line[..<end]
    }
}
