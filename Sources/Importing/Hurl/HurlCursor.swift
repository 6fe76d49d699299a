/// A place in the text of a Hurl file.
struct HurlCursor {
    let scalars: [Unicode.Scalar]
    private(set) var offset = 0
    private(set) var line = 1
    private(set) var column = 1

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    var current: Unicode.Scalar? { offset < scalars.count ? scalars[offset] : nil }
    var isAtEnd: Bool { offset >= scalars.count }
    /// At the end of a line or of the file.
    var isAtLineEnd: Bool { current == nil || current == "\n" || current == "\r" && peek(1) == "\n" }

    func peek(_ distance: Int) -> Unicode.Scalar? {
        offset + distance < scalars.count ? scalars[offset + distance] : nil
    }

    mutating func advance(by count: Int = 1) {
        for _ in 0..<count {
            guard let scalar = current else { return }
            offset += 1
            if scalar == "\n" {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
    }

    func startsWith(_ text: String) -> Bool {
        var index = offset
        for scalar in text.unicodeScalars {
            guard index < scalars.count, scalars[index] == scalar else { return false }
            index += 1
        }
        return true
    }

    mutating func take(_ text: String) -> Bool {
        guard startsWith(text) else { return false }
        advance(by: text.unicodeScalars.count)
        return true
    }

    mutating func take(while matches: (Unicode.Scalar) -> Bool) -> String {
        var result = String.UnicodeScalarView()
        while let scalar = current, matches(scalar) {
            result.append(scalar)
            advance()
        }
        return String(result)
    }

    mutating func skipBlanks() {
        while current == " " || current == "\t" { advance() }
    }

    /// The text between two places.
    func text(from start: Int) -> String { String(String.UnicodeScalarView(scalars[start..<offset])) }

    /// What remains of the line, without moving.
    var restOfLine: String {
        String(String.UnicodeScalarView(scalars[offset...].prefix { $0 != "\n" && $0 != "\r" }))
    }

    /// Moves to the next line; a comment may stand before its end.
    mutating func endLine() throws(HurlSyntaxError) {
        skipBlanks()
        if current == "#" { _ = take { $0 != "\n" } }
        guard isAtLineEnd else { throw error("`\(restOfLine.prefix(60))` is too much here") }
        if current == "\r" { advance() }
        advance()
    }

    /// Moves over empty lines and comments.
    /// - Returns: the texts of the comments since the last empty line.
    @discardableResult
    mutating func skipLines() -> [String] {
        var comments: [String] = []
        while !isAtEnd {
            let before = self
            skipBlanks()
            if current == "#" {
                let comment = take { $0 != "\n" && $0 != "\r" }.drop { $0 == "#" || $0 == " " }
                comments.append(String(comment))
            } else if isAtLineEnd {
                if !isAtEnd { comments = [] }
            } else {
                self = before
                skipBlanks()
                return comments
            }
            if current == "\r" { advance() }
            advance()
        }
        return comments
    }

    func error(_ message: String) -> HurlSyntaxError { HurlSyntaxError(line: line, column: column, message: message) }
}

/// What is wrong with the text of a Hurl file.
struct HurlSyntaxError: Error {
    let line: Int
    let column: Int
    let message: String
}
