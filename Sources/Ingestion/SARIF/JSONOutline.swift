import Model

/// Where the members and items of a JSON text lie, so that a large text is looked at a part at a time.
///
/// What is passed over is not checked beyond its brackets and strings; `value` reads a part by the whole grammar.
struct JSONOutline {
    struct Failure: Error {
        /// From the text's start, in bytes.
        let offset: Int
    }

    private let bytes: [UInt8]

    /// - Parameter bytes: in UTF-8; a byte order mark before it is passed over.
    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The whole text, which must be one value.
    func root() throws(Failure) -> Range<Int> {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let range = try value(from: bytes.starts(with: mark) ? mark.count : 0)
        let rest = skipBlanks(range.upperBound)
        guard rest == bytes.count else { throw Failure(offset: rest) }
        return range
    }

    /// The values of an object by name; of equal names the last one counts. Empty for anything else.
    func members(of range: Range<Int>) throws(Failure) -> [String: Range<Int>] {
        guard bytes[range.lowerBound] == UInt8(ascii: "{") else { return [:] }
        var members: [String: Range<Int>] = [:]
        var position = skipBlanks(range.lowerBound + 1)
        while position < range.upperBound - 1 {
            let name = try value(from: position)
            let colon = skipBlanks(name.upperBound)
            guard colon < range.upperBound, bytes[colon] == UInt8(ascii: ":"), let text = try value(name).string
            else { throw Failure(offset: position) }
            let content = try value(from: colon + 1)
            members[text] = content
            position = try next(after: content.upperBound, in: range)
        }
        return members
    }

    /// Hands out the items of an array in their order; none for anything else.
    func forEachItem(of range: Range<Int>, _ body: (Range<Int>) throws -> Void) throws {
        guard bytes[range.lowerBound] == UInt8(ascii: "[") else { return }
        var position = skipBlanks(range.lowerBound + 1)
        while position < range.upperBound - 1 {
            let item = try value(from: position)
            try body(item)
            position = try next(after: item.upperBound, in: range)
        }
    }

    /// A part, read.
    func value(_ range: Range<Int>) throws(Failure) -> JSONValue {
        do throws(JSONParser.Failure) {
            return try JSONParser.parse(Array(bytes[range]))
        } catch {
            throw Failure(offset: range.lowerBound)
        }
    }

    /// Line and column of a place, from 1.
    func place(of offset: Int) -> (line: Int, column: Int) {
        let before = bytes.prefix(offset)
        let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return (before.count { $0 == UInt8(ascii: "\n") } + 1, offset - start + 1)
    }

    /// The place behind a comma, or that of the closing bracket.
    private func next(after position: Int, in range: Range<Int>) throws(Failure) -> Int {
        let end = skipBlanks(position)
        if end == range.upperBound - 1 { return end }
        guard end < range.upperBound, bytes[end] == UInt8(ascii: ",") else { throw Failure(offset: end) }
        let following = skipBlanks(end + 1)
        guard following < range.upperBound - 1 else { throw Failure(offset: end) }
        return following
    }

    private func skipBlanks(_ start: Int) -> Int {
        var position = start
        while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
        return position
    }

    private func value(from start: Int) throws(Failure) -> Range<Int> {
        let first = skipBlanks(start)
        guard first < bytes.count else { throw Failure(offset: bytes.count) }
        switch bytes[first] {
        case UInt8(ascii: "\""): return first..<(try endOfString(first))
        case UInt8(ascii: "{"), UInt8(ascii: "["): return first..<(try endOfStructure(first))
        default:
            let end = bytes[first...].firstIndex { byte in
                byte <= 0x20 || [UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}")].contains(byte)
            }
            guard end != first else { throw Failure(offset: first) }
            return first..<(end ?? bytes.count)
        }
    }

    private func endOfString(_ start: Int) throws(Failure) -> Int {
        var position = start + 1
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""): return position + 1
            case UInt8(ascii: "\\"): position += 2
            default: position += 1
            }
        }
        throw Failure(offset: start)
    }

    private func endOfStructure(_ start: Int) throws(Failure) -> Int {
        var open: [UInt8] = []
        var position = start
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                position = try endOfString(position)
                continue
            case UInt8(ascii: "{"): open.append(UInt8(ascii: "}"))
            case UInt8(ascii: "["): open.append(UInt8(ascii: "]"))
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard open.popLast() == byte else { throw Failure(offset: position) }
                if open.isEmpty { return position + 1 }
            default: break
            }
            guard open.count <= JSONParser.maxDepth else { throw Failure(offset: position) }
            position += 1
        }
        throw Failure(offset: bytes.count)
    }
}
