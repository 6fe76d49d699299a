/// A share of processors as manifests write it: `500m` (thousandths) or `2` (whole ones).
package struct CPUQuantity: Hashable, Sendable, Comparable {
    package let millicores: Int64

    package init(millicores: Int64) { self.millicores = millicores }

    package static func < (left: CPUQuantity, right: CPUQuantity) -> Bool { left.millicores < right.millicores }
    package static func + (left: CPUQuantity, right: CPUQuantity) -> CPUQuantity {
        CPUQuantity(millicores: left.millicores + right.millicores)
    }

    package static let zero = CPUQuantity(millicores: 0)
}

extension CPUQuantity: CustomStringConvertible {
    /// Reads `500m` or `2`; nil for anything else.
    package init?(_ text: some StringProtocol) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int64(digits) else { return nil }
        switch text.dropFirst(digits.count) {
        case "m": millicores = count
        case "":
            let (product, overflow) = count.multipliedReportingOverflow(by: 1_000)
            guard !overflow else { return nil }
            millicores = product
        default: return nil
        }
    }

    package var description: String {
        millicores % 1_000 == 0 ? "\(millicores / 1_000)" : "\(millicores)m"
    }
}

extension CPUQuantity: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let quantity = CPUQuantity(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "`\(text)` is not a cpu quantity")
        }
        self = quantity
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
