import Model
import Monitoring

extension Controller {
    /// Tells who asks clouds for metrics what rules there are, and where there is something to ask for.
    func watchCloudMetrics(of rules: [WatchedRule]) async {
        guard let poller = services.cloudMetrics else { return }
        let rules = rules.filter { CloudMetricQuery($0.spec) != nil }
        guard !rules.isEmpty else { return await poller.watch(rules: [], places: [:], targets: []) }
        let targets = observation.instances.values.compactMap { instance -> MetricTarget? in
            guard instance.provider != .local, instance.isAlive, let region = instance.region,
                let environment = observation.objects[instance.tags.object]?.declared.environmentIdentity
            else { return nil }
            return MetricTarget(
                instance: instance.id, resource: instance.tags.object, environment: environment,
                provider: instance.provider, region: region)
        }
        await poller.watch(
            rules: rules,
            places: places.mapValues { $0.sorted { ($0.environment, $0.region) < ($1.environment, $1.region) } },
            targets: targets.sorted { $0.instance < $1.instance })
    }
    /// Whether a controller that ends by itself waits for the first look at what rules watch: a rule that should fire
    /// would never be judged otherwise.
    func awaitsCloudMetrics() async -> Bool {
        guard configuration.once, let poller = services.cloudMetrics else { return false }
        return await poller.awaitsFirstLook()
    }
}
