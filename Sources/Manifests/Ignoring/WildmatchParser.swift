/// Reads a pattern of `.gitignore` into tokens.
struct WildmatchParser {
    private let bytes: [UInt8]
    private let scope: Wildmatch.Scope
    private var place = 0
    private var tokens: [Wildmatch.Token] = []

    /// nil for what can match nothing.
    static func tokens(of bytes: [UInt8], scope: Wildmatch.Scope) -> [Wildmatch.Token]? {
        var parser = WildmatchParser(bytes: bytes, scope: scope)
        return parser.read() ? parser.tokens : nil
    }

    private init(bytes: [UInt8], scope: Wildmatch.Scope) {
        self.bytes = bytes
        self.scope = scope
    }

    private var current: UInt8? { bytes.indices.contains(place) ? bytes[place] : nil }

    private mutating func next() -> UInt8? {
        guard let byte = current else { return nil }
        place += 1
        return byte
    }

    private mutating func read() -> Bool {
        while let byte = next() {
            switch byte {
            case UInt8(ascii: "\\"):
                guard let escaped = next() else { return false }
                tokens.append(.byte(escaped))
            case UInt8(ascii: "?"): tokens.append(.anyByte)
            case UInt8(ascii: "*"): readStars(from: place - 1)
            case UInt8(ascii: "["):
                guard let token = readSet() else { return false }
                tokens.append(token)
            default: tokens.append(.byte(byte))
            }
        }
        return true
    }

    /// Two stars are more than one only where they stand alone between slashes.
    private mutating func readStars(from start: Int) {
        while current == UInt8(ascii: "*") { place += 1 }
        guard scope == .path else { return tokens.append(.text(crossing: true)) }
        let slash = UInt8(ascii: "/")
        let isFree = start == 0 || bytes[start - 1] == slash
        let isEscapedSlash = current == UInt8(ascii: "\\") && place + 1 < bytes.count && bytes[place + 1] == slash
        guard place - start >= 2, isFree, current == nil || current == slash || isEscapedSlash else {
            return tokens.append(.text(crossing: false))
        }
        guard current == slash else { return tokens.append(.text(crossing: true)) }
        place += 1
        tokens += [.folders, .foldersRest]
    }

    /// What stands between `[` and `]`; a `]` that comes first is meant as it stands.
    private mutating func readSet() -> Wildmatch.Token? {
        let isNegated = current == UInt8(ascii: "!") || current == UInt8(ascii: "^")
        if isNegated { place += 1 }
        var set = ByteSet()
        var previous: UInt8?
        var isFirst = true
        while let byte = next() {
            if byte == UInt8(ascii: "]"), !isFirst { return .oneOf(set, negated: isNegated) }
            isFirst = false
            if byte == UInt8(ascii: "\\") {
                guard let escaped = next() else { return nil }
                set.insert(escaped)
                previous = escaped
            } else if byte == UInt8(ascii: "-"), let low = previous, let after = current, after != UInt8(ascii: "]") {
                guard let high = readEnd() else { return nil }
                if low <= high { for value in low...high { set.insert(value) } }
                previous = nil
            } else if byte == UInt8(ascii: "["), current == UInt8(ascii: ":") {
                switch readClass(into: &set) {
                case .class: previous = nil
                case .plain:
                    set.insert(byte)
                    previous = byte
                case .nothing: return nil
                }
            } else {
                set.insert(byte)
                previous = byte
            }
        }
        return nil
    }

    private mutating func readEnd() -> UInt8? {
        guard let byte = next() else { return nil }
        return byte == UInt8(ascii: "\\") ? next() : byte
    }

    private enum ClassReading {
        case `class`
        /// No `:]` follows: the bracket is meant as it stands.
        case plain
        /// The pattern can match nothing.
        case nothing
    }

    /// Reads `[:alpha:]` from its colon on.
    private mutating func readClass(into set: inout ByteSet) -> ClassReading {
        let start = place + 1
        guard let end = bytes[min(start, bytes.count)...].firstIndex(of: UInt8(ascii: "]")) else { return .nothing }
        guard end - 1 >= start, bytes[end - 1] == UInt8(ascii: ":") else { return .plain }
        guard let contains = Self.classes[String(decoding: bytes[start..<end - 1], as: UTF8.self)] else {
            return .nothing
        }
        for byte in UInt8(0)...127 where contains(byte) { set.insert(byte) }
        place = end + 1
        return .class
    }

    /// The classes of POSIX, for ASCII.
    private static let classes: [String: @Sendable (UInt8) -> Bool] = [
        "alnum": { isLetter($0) || isDigit($0) }, "alpha": { isLetter($0) }, "blank": { $0 == 0x20 || $0 == 0x09 },
        "cntrl": { $0 < 0x20 || $0 == 0x7F }, "digit": { isDigit($0) }, "graph": { (0x21...0x7E).contains($0) },
        "lower": { (0x61...0x7A).contains($0) }, "print": { (0x20...0x7E).contains($0) },
        "punct": { (0x21...0x7E).contains($0) && !isLetter($0) && !isDigit($0) },
        "space": { $0 == 0x20 || (0x09...0x0D).contains($0) }, "upper": { (0x41...0x5A).contains($0) },
        "xdigit": { isDigit($0) || (0x41...0x46).contains($0) || (0x61...0x66).contains($0) },
    ]

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
