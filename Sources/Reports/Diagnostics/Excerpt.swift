import Model

/// One line of a file with a mark under the place that is meant.
struct Excerpt {
    /// `   17 |       expct: { status: 200 }`
    let line: String
    /// `      |       `, what stands before the mark.
    let gutter: String
    /// `^^^^^`
    let mark: String

    /// How many characters of a long line are shown, and how many of them before the mark.
    private static let span = 100
    private static let lead = 40

    /// - Parameters:
    ///   - column: From 1, in Unicode scalars, as libyaml counts; one past the end is allowed.
    ///   - length: How many scalars the mark spans.
    init(number: Int, text: some StringProtocol, column: Int, length: Int) {
        let scalars = Array(text.unicodeScalars.prefix(max(column, 0) + Self.span))
        let place = min(max(column - 1, 0), scalars.count)
        let start = place > Self.span - Self.lead ? place - Self.lead : 0
        let end = min(start + Self.span, scalars.count)
        let isCut = end < scalars.count || text.unicodeScalars.count > scalars.count
        let marked = min(max(place + max(length, 1), place + 1), max(end, place + 1))

        let before = (start > 0 ? "…" : "") + Self.shown(scalars[start..<place])
        let under = Self.shown(scalars[place..<min(marked, scalars.count)])
        let digits = String(number)
        let margin = String(repeating: " ", count: max(0, 5 - digits.count)) + digits
        line = "\(margin) | \(before)\(Self.shown(scalars[place..<end]))" + (isCut ? "…" : "")
        gutter =
            String(repeating: " ", count: margin.count) + " | "
            + String(repeating: " ", count: TerminalText.width(before))
        mark = String(repeating: "^", count: max(1, TerminalText.width(under)))
    }

    /// Tabs as one space, so that the mark stays under its place; other controls written out.
    private static func shown(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        scalars.map { $0 == "\t" ? " " : TerminalText.safe($0) }.joined()
    }
}

/// Reads each file once and finds lines in it.
struct Excerpts {
    private let sources: (String) -> String?
    private var lines: [String: [Substring]] = [:]

    init(sources: @escaping (String) -> String?) { self.sources = sources }

    mutating func excerpt(at location: SourceLocation, length: Int) -> Excerpt? {
        let all = linesOfFile(location.file)
        guard all.indices.contains(location.line - 1) else { return nil }
        return Excerpt(
            number: location.line, text: all[location.line - 1], column: location.column, length: length)
    }

    /// What YAML counts as the end of a line; form feeds and vertical tabs are none.
    private static func endsLine(_ character: Character) -> Bool {
        character.isNewline && character != "\u{B}" && character != "\u{C}"
    }

    private mutating func linesOfFile(_ file: String) -> [Substring] {
        if let known = lines[file] { return known }
        let read = sources(file)?.split(omittingEmptySubsequences: false, whereSeparator: Self.endsLine) ?? []
        lines[file] = read
        return read
    }
}
