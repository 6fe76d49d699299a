package import Foundation
package import Model

/// What instances cost an hour, as the operator says it: lines `provider,region,instanceType,market,hourlyUSD`, the first
/// of which names these columns and the currency; blank lines and those that begin with `#` are passed over.
package struct PriceList: Hashable, Sendable {
    package enum Market: String, Hashable, Sendable, CaseIterable {
        case onDemand = "on-demand"
        case spot
    }

    private struct Key: Hashable {
        let provider: ProviderName
        let region: String
        let instanceType: String
        let market: Market
    }

    /// `USD`
    package let currency: String
    private var prices: [Key: Decimal] = [:]

    private static let columns = ["provider", "region", "instanceType", "market", "hourly"]
    private static let maxLines = 1_000_000

    package init(_ text: String) throws(PriceListError) {
        var currency: String?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.trimmingCharacters(in: .whitespaces)
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            guard index < Self.maxLines else {
                throw PriceListError(line: index + 1, reason: "there are too many lines")
            }
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            if currency == nil {
                currency = try Self.currency(ofHeader: fields, line: index + 1)
            } else {
                let (key, price) = try Self.entry(fields, line: index + 1)
                guard prices.updateValue(price, forKey: key) == nil else {
                    throw PriceListError(line: index + 1, reason: "this instance has a price already")
                }
            }
        }
        guard let currency else { throw PriceListError(line: 1, reason: "there is no line that names the columns") }
        self.currency = currency
    }

    /// nil for one that is not in the list.
    package func hourly(_ spec: CloudResourceSpec) -> Decimal? {
        guard let cloud = spec.configuration.cloud else { return nil }
        return prices[
            Key(
                provider: spec.provider, region: cloud.region, instanceType: cloud.instanceType,
                market: cloud.spot == true ? .spot : .onDemand)]
    }

    private static func currency(ofHeader fields: [String], line: Int) throws(PriceListError) -> String {
        let last = fields.last ?? ""
        guard fields.count == columns.count, Array(fields.dropLast()) == Array(columns.dropLast()),
            last.hasPrefix("hourly"), last.count == 9
        else {
            throw PriceListError(
                line: line, reason: "the columns are provider,region,instanceType,market,hourlyUSD, or another currency"
            )
        }
        return String(last.dropFirst("hourly".count)).uppercased()
    }

    private static func entry(_ fields: [String], line: Int) throws(PriceListError) -> (Key, Decimal) {
        guard fields.count == columns.count else {
            throw PriceListError(line: line, reason: "it has \(fields.count) columns, not \(columns.count)")
        }
        guard let provider = ProviderName(rawValue: fields[0]), provider != .local else {
            throw PriceListError(line: line, reason: "`\(fields[0])` is no cloud")
        }
        guard let market = Market(rawValue: fields[3]) else {
            throw PriceListError(line: line, reason: "the market is on-demand or spot, not `\(fields[3])`")
        }
        let digits = fields[4]
        guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
            digits.count(where: { $0 == "." }) <= 1,
            let price = Decimal(string: digits, locale: Locale(identifier: "en_US_POSIX"))
        else { throw PriceListError(line: line, reason: "`\(digits)` is no price, such as 0.0104") }
        return (Key(provider: provider, region: fields[1], instanceType: fields[2], market: market), price)
    }
}

/// What is wrong with a list of prices.
package struct PriceListError: Error, Hashable, Sendable, CustomStringConvertible {
    package let line: Int
    package let reason: String

    package init(line: Int, reason: String) {
        self.line = line
        self.reason = reason
    }

    package var description: String { "line \(line): \(reason)" }
}
