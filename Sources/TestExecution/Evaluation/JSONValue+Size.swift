import Model

extension JSONValue {
    /// How many bytes it is as JSON, near enough; nil where that is more than the limit, which ends the count.
    func jsonSize(atMost limit: Int) -> Int? {
        var left = limit
        return count(&left) ? limit - left : nil
    }

    /// Whether something is left behind it.
    private func count(_ left: inout Int) -> Bool {
        switch self {
        case .null, .bool, .integer, .number: left -= 8
        case .string(let text): Self.count(text, &left)
        case .array(let items):
            left -= 2
            for item in items {
                left -= 1
                guard item.count(&left) else { return false }
            }
        case .object(let members):
            left -= 2
            for (name, value) in members {
                left -= 2
                Self.count(name, &left)
                guard value.count(&left) else { return false }
            }
        }
        return left >= 0
    }

    private static func count(_ text: String, _ left: inout Int) {
        left -= 2
        for byte in text.utf8 where left >= 0 {
            switch byte {
            case ..<0x20: left -= 6
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): left -= 2
            default: left -= 1
            }
        }
    }
}
