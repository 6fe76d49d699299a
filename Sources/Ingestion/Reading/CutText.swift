/// A text from outside of which at most so many bytes are kept; one that was cut says so at its end.
struct CutText {
    private let limit: Int
    private var bytes: [UInt8] = []
    private var dropped = 0

    init(limit: Int) { self.limit = limit }

    /// Whether something was left out by now.
    var isCut: Bool { dropped > 0 }

    mutating func append(_ more: UnsafeBufferPointer<UInt8>) {
        let room = limit - bytes.count
        guard more.count > room || dropped > 0 else {
            bytes.append(contentsOf: more)
            return
        }
        if dropped == 0 { bytes.append(contentsOf: more[..<room]) }
        dropped += dropped == 0 ? more.count - room : more.count
    }

    mutating func append(_ text: some StringProtocol) {
        var copy = String(text)
        copy.withUTF8 { append($0) }
    }

    /// Without blank lines before it and blanks after it; nil when nothing is left.
    var text: String? {
        var start = 0
        var index = 0
        while index < bytes.count, Self.isBlank(bytes[index]) {
            index += 1
            if bytes[index - 1] == UInt8(ascii: "\n") { start = index }
        }
        guard index < bytes.count else { return nil }
        var end = bytes.count
        while end > index, Self.isBlank(bytes[end - 1]) { end -= 1 }
        let kept = bytes.withUnsafeBufferPointer { Self.whole(UnsafeBufferPointer(rebasing: $0[start..<end])) }
        return dropped > 0 ? kept + Self.note(dropped) : kept
    }

    /// A C string of which at most `limit` bytes are kept.
    static func string(_ text: UnsafePointer<CChar>, limit: Int) -> String {
        let whole = String(cString: text)
        let count = whole.utf8.count
        guard count > limit else { return whole }
        return String(decoding: whole.utf8.prefix(limit), as: UTF8.self).trimmedOfHalf + note(count - limit)
    }

    /// A text on one line, since it is one sentence of a list; nil when nothing is left.
    static func line(_ text: String, limit: Int) -> String? {
        var kept = CutText(limit: limit)
        kept.append(text.split { $0.isWhitespace || $0.isNewline }.joined(separator: " "))
        return kept.text
    }

    private static func whole(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self).trimmedOfHalf
    }

    private static func note(_ count: Int) -> String { " … (cut: \(count) bytes more)" }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
}

extension String {
    /// Its first bytes, to the end of a character.
    func utf8Prefix(_ count: Int) -> String {
        utf8.count <= count ? self : String(decoding: utf8.prefix(count), as: UTF8.self).trimmedOfHalf
    }

    /// Without the mark that half a character at a cut decodes to.
    fileprivate var trimmedOfHalf: String {
        var text = self
        while text.unicodeScalars.last == "\u{FFFD}" { text.unicodeScalars.removeLast() }
        return text
    }
}
