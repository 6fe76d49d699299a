/// A scalar as it was written, and what it is by the core schema of YAML 1.2.2 (chapter 10.3).
struct YAMLScalar: Hashable, Sendable {
    enum Style: Hashable, Sendable {
        case plain, singleQuoted, doubleQuoted, literal, folded
    }

    enum Value: Hashable, Sendable {
        case null
        case bool(Bool)
        case integer(Int64)
        /// An integer beyond 64 bits, which nothing here can hold exactly.
        case largeInteger
        /// Infinite or not a number for `.inf`, `.nan` and what overflows.
        case number(Double)
        case string(String)
    }

    let text: String
    let style: Style

    /// Quoted and block scalars are strings, plain ones what their text says: `no` and `2024-01-01` are strings, `012` is 12.
    func value(tag: String?) -> Value {
        switch tag {
        case nil: style == .plain ? plainValue : .string(text)
        case "tag:yaml.org,2002:null"?, "tag:yaml.org,2002:bool"?, "tag:yaml.org,2002:int"?,
            "tag:yaml.org,2002:float"?:
            plainValue
        case _?: .string(text)
        }
    }

    private var plainValue: Value {
        guard let first = text.utf8.first else { return .null }
        switch first {
        case UInt8(ascii: "~"): return text == "~" ? .null : .string(text)
        case UInt8(ascii: "n"), UInt8(ascii: "N"):
            return text == "null" || text == "Null" || text == "NULL" ? .null : .string(text)
        case UInt8(ascii: "t"), UInt8(ascii: "T"):
            return text == "true" || text == "True" || text == "TRUE" ? .bool(true) : .string(text)
        case UInt8(ascii: "f"), UInt8(ascii: "F"):
            return text == "false" || text == "False" || text == "FALSE" ? .bool(false) : .string(text)
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
            return Self.number(text) ?? .string(text)
        default: return .string(text)
        }
    }

    private static func number(_ text: String) -> Value? {
        if let radix = text.hasPrefix("0o") ? 8 : text.hasPrefix("0x") ? 16 : nil {
            let digits = text.dropFirst(2)
            guard !digits.isEmpty, digits.utf8.allSatisfy({ isDigit($0, radix: radix) }) else { return nil }
            return Int64(digits, radix: radix).map(Value.integer) ?? .largeInteger
        }
        var rest = Substring(text)
        let isNegative = rest.hasPrefix("-")
        let hasSign = isNegative || rest.hasPrefix("+")
        if hasSign { rest = rest.dropFirst() }
        switch rest {
        case ".inf", ".Inf", ".INF": return .number(isNegative ? -.infinity : .infinity)
        case ".nan", ".NaN", ".NAN": return hasSign ? nil : .number(.nan)
        default: break
        }
        let digits = rest.utf8.prefix { isDigit($0, radix: 10) }.count
        if digits == rest.utf8.count {
            guard digits > 0 else { return nil }
            return Int64(text).map(Value.integer) ?? .largeInteger
        }
        guard isFloat(rest, leadingDigits: digits), let number = Double(text) else { return nil }
        return .number(number)
    }

    /// `\.[0-9]+` or `[0-9]+(\.[0-9]*)?`, then `([eE][-+]?[0-9]+)?`.
    private static func isFloat(_ text: Substring, leadingDigits: Int) -> Bool {
        var rest = text.utf8.dropFirst(leadingDigits)
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            let fraction = rest.prefix { isDigit($0, radix: 10) }.count
            guard leadingDigits + fraction > 0 else { return false }
            rest = rest.dropFirst(fraction)
        } else if leadingDigits == 0 {
            return false
        }
        guard let exponent = rest.first else { return true }
        guard exponent == UInt8(ascii: "e") || exponent == UInt8(ascii: "E") else { return false }
        rest = rest.dropFirst()
        if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        return !rest.isEmpty && rest.allSatisfy { isDigit($0, radix: 10) }
    }

    private static func isDigit(_ byte: UInt8, radix: Int) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "7"): true
        case UInt8(ascii: "8"), UInt8(ascii: "9"): radix > 8
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): radix == 16
        default: false
        }
    }
}
