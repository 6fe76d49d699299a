/// Where a value of the operator's own comes from. No allow-list bounds it, since no manifest can name one.
package enum OperatorSecret: Hashable, Sendable {
    /// `env:NAME`: the controller's process environment.
    case environmentVariable(String)
    /// `file:PATH`, relative to the configuration's folder.
    case file(String)

    /// Reads `env:NAME` or `file:PATH`; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[1].isEmpty, !parts[1].contains("\0") else { return nil }
        switch parts[0] {
        case "env" where parts[1].utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "=") }:
            self = .environmentVariable(parts[1])
        case "file": self = .file(parts[1])
        default: return nil
        }
    }
}

extension OperatorSecret: Codable, CustomStringConvertible {
    package var description: String {
        switch self {
        case .environmentVariable(let name): "env:\(name)"
        case .file(let path): "file:\(path)"
        }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let secret = OperatorSecret(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "`\(text)` is neither env:NAME nor file:PATH")
        }
        self = secret
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
