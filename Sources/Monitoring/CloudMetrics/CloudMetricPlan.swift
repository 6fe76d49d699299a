import Foundation
package import Model

/// An instance whose metrics may be asked for.
package struct MetricTarget: Hashable, Sendable {
    package let instance: InstanceID
    package let resource: ObjectIdentity
    package let environment: ObjectIdentity
    package let provider: ProviderName
    package let region: String

    package init(
        instance: InstanceID, resource: ObjectIdentity, environment: ObjectIdentity, provider: ProviderName,
        region: String
    ) {
        self.instance = instance
        self.resource = resource
        self.environment = environment
        self.provider = provider
        self.region = region
    }
}

/// A series that rules want, how far back, and what its samples are tagged with.
struct MetricWish: Hashable, Sendable {
    let metric: String
    let place: CloudPlace
    let series: MetricSeries
    let tags: [String: String]
    /// The longest window.
    var lookback: TimeSpan
    var rules: Set<ObjectIdentity>
}

/// What is to be asked of clouds, from the rules, the places and the instances there are.
enum CloudMetricPlan {
    /// Each series of a place once, in the order of rules and places.
    ///
    /// - Parameter places: of all providers' instances and environments.
    static func wishes(
        rules: [WatchedRule], places: [ProviderName: [CloudPlace]], targets: [MetricTarget]
    ) -> [MetricWish] {
        var order: [Key] = []
        var wishes: [Key: MetricWish] = [:]
        for rule in rules {
            guard let query = CloudMetricQuery(rule.spec) else { continue }
            let own = (places[query.metric.provider] ?? []).filter { isMeant($0, of: query.metric.provider, by: rule) }
            let found =
                query.isOfInstances
                ? ofInstances(query, rule, own, targets) : own.filter(isHome).map { wish(query, rule, $0, nil) }
            for wish in found {
                let key = Key(environment: wish.place.environment, region: wish.place.region, series: wish.series)
                guard var known = wishes[key] else {
                    order.append(key)
                    wishes[key] = wish
                    continue
                }
                known.rules.formUnion(wish.rules)
                known.lookback = max(known.lookback, wish.lookback)
                wishes[key] = known
            }
        }
        return order.compactMap { wishes[$0] }
    }

    private struct Key: Hashable {
        let environment: ObjectIdentity
        let region: String
        let series: MetricSeries
    }

    /// What a rule sees besides is nobody's, so it is not asked for.
    private static func isMeant(_ place: CloudPlace, of provider: ProviderName, by rule: WatchedRule) -> Bool {
        let environment = place.environment
        let tags = rule.spec.tags
        func isTagged(_ tag: String, _ value: String) -> Bool { (tags[tag] ?? value) == value }
        return environment.namespace == rule.identity.namespace
            && (rule.spec.environment ?? environment.name) == environment.name
            && isTagged("environment", environment.name) && isTagged("namespace", environment.namespace)
            && isTagged("region", place.region) && isTagged("provider", provider.rawValue)
    }

    /// An environment that names a region keeps there what belongs to no instance.
    private static func isHome(_ place: CloudPlace) -> Bool { (place.account.region ?? place.region) == place.region }

    private static func ofInstances(
        _ query: CloudMetricQuery, _ rule: WatchedRule, _ places: [CloudPlace], _ targets: [MetricTarget]
    ) -> [MetricWish] {
        let tags = rule.spec.tags
        return targets.compactMap { target in
            guard target.provider == query.metric.provider,
                (tags["resource"] ?? target.resource.name) == target.resource.name,
                (tags["instance"] ?? target.instance.rawValue) == target.instance.rawValue,
                let place = places.first(where: { $0.environment == target.environment && $0.region == target.region })
            else { return nil }
            return wish(query, rule, place, target)
        }
    }

    private static func wish(
        _ query: CloudMetricQuery, _ rule: WatchedRule, _ place: CloudPlace, _ target: MetricTarget?
    ) -> MetricWish {
        var tags = query.marks
        tags["namespace"] = place.environment.namespace
        tags["environment"] = place.environment.name
        tags["region"] = place.region
        tags["provider"] = query.metric.provider.rawValue
        tags["resource"] = target?.resource.name
        tags["instance"] = target?.instance.rawValue
        return MetricWish(
            metric: rule.spec.metric, place: place,
            series: MetricSeries(
                metric: query.metric, instance: target?.instance, dimensions: query.dimensions,
                statistic: query.statistic, period: query.period),
            tags: tags, lookback: rule.spec.window, rules: [rule.identity])
    }
}
