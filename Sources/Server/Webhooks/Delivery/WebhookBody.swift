import Foundation
import Model

/// The JSON of a delivery, whichever of the two forms that forges send it in.
enum WebhookBody {
    enum Form {
        case json
        /// `payload=JSON`, percent-encoded.
        case urlEncoded

        /// nil for a content type that no forge sends; none at all is taken as JSON.
        init?(contentType: String?) {
            guard let contentType else {
                self = .json
                return
            }
            let type = contentType.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
            switch type {
            case "application/x-www-form-urlencoded": self = .urlEncoded
            case "", "application/json", "text/json": self = .json
            case _ where type.hasPrefix("application/") && type.hasSuffix("+json"): self = .json
            default: return nil
            }
        }
    }

    /// nil when the body is not what its form says, or nests too deep.
    static func payload(of body: Data, form: Form) -> PayloadValue? {
        switch form {
        case .json: return parse(body)
        case .urlEncoded:
            guard let field = field("payload", of: body) else { return nil }
            return parse(Data(field))
        }
    }

    private static func parse(_ text: Data) -> PayloadValue? {
        guard let value = try? JSONParser.parse(text), case .object = value else { return nil }
        return PayloadValue(value: value)
    }

    /// The decoded value of the first field of this name; nil when there is none or it is badly encoded.
    private static func field(_ name: String, of body: Data) -> [UInt8]? {
        for pair in body.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: true) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2, parts[0].elementsEqual(name.utf8) { return decoded(parts[1]) }
        }
        return nil
    }

    private static func decoded(_ text: Data) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var position = text.startIndex
        while position < text.endIndex {
            switch text[position] {
            case UInt8(ascii: "+"): result.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard text.endIndex - position > 2, let high = digit(text[position + 1]),
                    let low = digit(text[position + 2])
                else { return nil }
                result.append(high << 4 | low)
                position += 2
            case let byte: result.append(byte)
            }
            position += 1
        }
        return result
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
