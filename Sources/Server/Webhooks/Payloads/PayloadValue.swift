import Model

/// Reads a payload whose every part may be missing, null or something else: what can't be read is nil.
struct PayloadValue {
    /// The longest name of a repository or ref that is taken up.
    private static let longest = 1_024

    let value: JSONValue?

    subscript(key: String) -> PayloadValue { PayloadValue(value: value?[key]) }

    /// Neither empty nor too long, and on one line.
    var text: String? {
        guard let text = value?.string, !text.isEmpty, text.utf8.count <= Self.longest,
            text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { return nil }
        return text
    }

    var number: Int64? {
        guard case .integer(let number)? = value else { return nil }
        return number
    }

    var flag: Bool {
        guard case .bool(let flag)? = value else { return false }
        return flag
    }

    var items: [PayloadValue] {
        guard case .array(let items)? = value else { return [] }
        return items.map { PayloadValue(value: $0) }
    }

    /// A commit id, whole or cut short as Bitbucket's are, and not the one of zeros that stands for none.
    var commit: String? {
        guard let text, (7...64).contains(text.utf8.count), text.utf8.allSatisfy(Self.isHexDigit),
            !text.utf8.allSatisfy({ $0 == UInt8(ascii: "0") })
        else { return nil }
        return text.lowercased()
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
    }
}

extension WebhookNews.RefUpdate {
    /// nil without a name.
    init?(_ prefix: String, _ name: String?, _ commit: String?) {
        guard let name else { return nil }
        self.init(ref: prefix + name, commit: commit)
    }
}
