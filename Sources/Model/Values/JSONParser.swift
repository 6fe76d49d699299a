package import Foundation

// By hand, since `JSONDecoder` into a type that may hold anything tries one type after the other and throws for each that
// doesn't fit: a body of 1 MB kept a core busy for seconds.

/// Reads JSON texts (RFC 8259) with bounded depth; integers that fit are kept exactly.
package struct JSONParser {
    package struct Failure: Error {}

    package static let maxDepth = 512

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    /// The value of a whole text in UTF-8; of equal names in one object the last one counts.
    package static func parse(_ data: Data) throws(Failure) -> JSONValue { try parse(Array(data)) }

    /// The same of a text's bytes.
    package static func parse(_ text: [UInt8]) throws(Failure) -> JSONValue {
        let result: Result<JSONValue, Failure> = text.withUnsafeBufferPointer { bytes in
            var parser = JSONParser(bytes: bytes)
            do throws(Failure) {
                let value = try parser.value(depth: 0)
                parser.skipBlanks()
                return parser.position == bytes.count ? .success(value) : .failure(Failure())
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        position += 1
        return true
    }

    private mutating func value(depth: Int) throws(Failure) -> JSONValue {
        guard depth <= Self.maxDepth else { throw Failure() }
        skipBlanks()
        switch current {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func word(_ text: StaticString, _ value: JSONValue) throws(Failure) -> JSONValue {
        for offset in 0..<text.utf8CodeUnitCount where !take(text.utf8Start[offset]) { throw Failure() }
        return value
    }

    private mutating func object(depth: Int) throws(Failure) -> JSONValue {
        position += 1
        var members: [String: JSONValue] = [:]
        skipBlanks()
        if take(UInt8(ascii: "}")) { return .object(members) }
        while true {
            skipBlanks()
            guard current == UInt8(ascii: "\"") else { throw Failure() }
            let name = try string()
            skipBlanks()
            guard take(UInt8(ascii: ":")) else { throw Failure() }
            members[name] = try value(depth: depth + 1)
            skipBlanks()
            if take(UInt8(ascii: "}")) { return .object(members) }
            guard take(UInt8(ascii: ",")) else { throw Failure() }
        }
    }

    private mutating func array(depth: Int) throws(Failure) -> JSONValue {
        position += 1
        var items: [JSONValue] = []
        skipBlanks()
        if take(UInt8(ascii: "]")) { return .array(items) }
        while true {
            items.append(try value(depth: depth + 1))
            skipBlanks()
            if take(UInt8(ascii: "]")) { return .array(items) }
            guard take(UInt8(ascii: ",")) else { throw Failure() }
        }
    }

    private mutating func number() throws(Failure) -> JSONValue {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        var isInteger = true
        if take(UInt8(ascii: ".")) {
            isInteger = false
            try digits()
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isInteger = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isInteger, let integer = Int64(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else { throw Failure() }
        return .number(number)
    }

    private mutating func digits() throws(Failure) {
        let start = position
        while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw Failure() }
    }

    private mutating func string() throws(Failure) -> String {
        position += 1
        var pieces: [UInt8] = []
        var start = position
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                let rest = bytes[start..<position]
                position += 1
                let text = pieces.isEmpty ? String(validating: rest, as: UTF8.self) : nil
                guard let result = text ?? String(validating: pieces + rest, as: UTF8.self) else { throw Failure() }
                return result
            case UInt8(ascii: "\\"):
                pieces += bytes[start..<position]
                position += 1
                pieces += try escape()
                start = position
            case 0..<0x20: throw Failure()
            default: position += 1
            }
        }
        throw Failure()
    }

    private mutating func escape() throws(Failure) -> [UInt8] {
        guard let byte = current else { throw Failure() }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(try scalar()).utf8)
        default: throw Failure()
        }
    }

    /// A code point in UTF-16 escapes; half a pair alone is refused.
    private mutating func scalar() throws(Failure) -> Unicode.Scalar {
        let first = UInt32(try codeUnit())
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw Failure() }
        let second = UInt32(try codeUnit())
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw Failure() }
        return scalar
    }

    private mutating func codeUnit() throws(Failure) -> UInt16 {
        guard position + 4 <= bytes.count else { throw Failure() }
        var value: UInt16 = 0
        for byte in bytes[position..<(position + 4)] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else { throw Failure() }
            value = value << 4 | UInt16(digit)
        }
        position += 4
        return value
    }
}
