package import Foundation
package import Model

/// What instances of clouds cost an hour now, and will once a plan is carried out. Disks, traffic and discounts aside.
package struct PlanCost: Hashable, Sendable {
    package let currency: String
    package let now: Decimal
    package let then: Decimal
    /// Instances without a price: `aws t3.micro in us-east-1`.
    package let unknown: [String]

    package init(desired: DesiredSources, observed: ObservedState, prices: PriceList) {
        var unknown: Set<String> = []
        func cost(of spec: CloudResourceSpec, count: Int) -> Decimal {
            guard spec.provider != .local, count > 0, let cloud = spec.configuration.cloud else { return 0 }
            guard let price = prices.hourly(spec) else {
                let market = cloud.spot == true ? " (spot)" : ""
                unknown.insert("\(spec.provider.rawValue) \(cloud.instanceType)\(market) in \(cloud.region)")
                return 0
            }
            return price * Decimal(count)
        }
        let running = Dictionary(
            grouping: observed.instances.filter { $0.state == .running || $0.state == .pending }, by: \.tags.object)
        currency = prices.currency
        now = observed.objects.reduce(0) { sum, object in
            guard case .cloudResource(let spec) = object.declared.spec else { return sum }
            return sum + cost(of: spec, count: running[object.identity]?.count ?? 0)
        }
        then = desired.sets.flatMap(\.objects).reduce(0) { sum, object in
            guard case .cloudResource(let spec) = object.spec else { return sum }
            return sum + cost(of: spec, count: spec.replicas)
        }
        self.unknown = unknown.sorted()
    }

    /// `Cost: 0.0624 USD an hour, 0.0208 more than now.`
    package var text: String {
        let difference = then - now
        let change =
            difference == 0
            ? "as now" : "\(abs(difference)) \(difference > 0 ? "more" : "less") than now"
        let missing = unknown.isEmpty ? "" : " Without a price: \(unknown.joined(separator: ", "))."
        return "Cost: \(then) \(currency) an hour, \(change).\(missing)"
    }
}
