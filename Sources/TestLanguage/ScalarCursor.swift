/// A place in a text that moves forward scalar by scalar; the parsers of this module are built on it.
struct ScalarCursor {
    let scalars: [Unicode.Scalar]
    private(set) var offset = 0

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    var isAtEnd: Bool { offset == scalars.count }
    var current: Unicode.Scalar? { offset < scalars.count ? scalars[offset] : nil }

    func peek(_ distance: Int) -> Unicode.Scalar? {
        offset + distance < scalars.count ? scalars[offset + distance] : nil
    }

    mutating func advance(by count: Int = 1) { offset = min(offset + count, scalars.count) }

    mutating func move(to place: Int) { offset = place }

    /// Moves past `scalar` if it is next.
    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard current == scalar else { return false }
        offset += 1
        return true
    }

    /// Moves past the longest run that satisfies the condition and returns it.
    mutating func take(while condition: (Unicode.Scalar) -> Bool) -> String {
        let start = offset
        while let scalar = current, condition(scalar) { offset += 1 }
        return text(from: start)
    }

    mutating func skipBlanks() {
        while let scalar = current, scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r" { offset += 1 }
    }

    func text(from start: Int, to end: Int? = nil) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[start..<(end ?? offset)])
        return String(view)
    }

    func startsWith(_ text: String) -> Bool {
        var place = offset
        for scalar in text.unicodeScalars {
            guard place < scalars.count, scalars[place] == scalar else { return false }
            place += 1
        }
        return true
    }

    func span(from start: Int) -> TextSpan { TextSpan(offset: start, length: offset - start) }

    /// The rest of the text without blanks at its end.
    func rest() -> String {
        var end = scalars.count
        while end > offset, scalars[end - 1].properties.isWhitespace { end -= 1 }
        return text(from: offset, to: end)
    }
}

extension Unicode.Scalar {
    var isASCIILetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }
    var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
