/// Cuts bytes that come in parts into lines; a line that is too long becomes pieces, of which the last ends it.
struct LineCutter: Sendable {
    /// In bytes, without the line feed.
    private let limit: Int
    /// The beginning of a line, at most `limit` bytes.
    private var rest: [UInt8] = []

    init(limit: Int = 8 << 10) { self.limit = limit }

    /// The lines that are whole by now, each with its line feed, and the pieces of long ones.
    mutating func lines(adding bytes: [UInt8]) -> [String] {
        rest += bytes
        var lines: [String] = []
        var left = rest[...]
        while true {
            if let end = left.prefix(limit + 1).firstIndex(of: UInt8(ascii: "\n")) {
                lines.append(String(decoding: left[...end], as: UTF8.self))
                left = left[(end + 1)...]
            } else if left.count > limit {
                let cut = Self.cut(left, near: left.startIndex + limit)
                lines.append(String(decoding: left[..<cut], as: UTF8.self))
                left = left[cut...]
            } else {
                rest = Array(left)
                return lines
            }
        }
    }

    /// What stands behind the last line feed; nil when nothing does.
    mutating func finish() -> String? {
        defer { rest = [] }
        return rest.isEmpty ? nil : String(decoding: rest, as: UTF8.self)
    }

    /// The place, or up to three bytes before it, where no character of UTF-8 is torn.
    private static func cut(_ bytes: ArraySlice<UInt8>, near place: Int) -> Int {
        for candidate in (max(bytes.startIndex + 1, place - 3)...place).reversed()
        where bytes[candidate] & 0xC0 != 0x80 {
            return candidate
        }
        return place
    }
}
