/// One line of an answer's header section as it comes in.
enum HeaderLine: Equatable {
    /// The start of an answer.
    case status(Int)
    case field(name: String, value: String)
    /// The end of the section, or what is no header.
    case other

    /// - Parameter bytes: with the line's end.
    init(_ bytes: UnsafeRawBufferPointer) {
        var line = bytes[...]
        Self.trim(&line)
        if line.starts(with: Array("HTTP/".utf8)) {
            let code = line.drop { $0 != UInt8(ascii: " ") }.drop { $0 == UInt8(ascii: " ") }
                .prefix { $0 != UInt8(ascii: " ") }
            self = .status(Int(String(decoding: code, as: UTF8.self)) ?? 0)
        } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
            var value = line[(colon + 1)...]
            Self.trim(&value)
            self = .field(
                name: String(decoding: line[..<colon], as: UTF8.self), value: String(decoding: value, as: UTF8.self))
        } else {
            self = .other
        }
    }

    private static func trim(_ line: inout Slice<UnsafeRawBufferPointer>) {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        while let last = line.last, isBlank(last) { line.removeLast() }
        while let first = line.first, isBlank(first) { line.removeFirst() }
    }
}
