import Foundation
import Model
import Testing

@testable import Monitoring

/// What is asked of clouds for rules.
struct CloudMetricPlanTests {
    private let dev = ObjectIdentity(kind: .environment, namespace: "shop", name: "dev")
    private let test = ObjectIdentity(kind: .environment, namespace: "shop", name: "test")
    private let other = ObjectIdentity(kind: .environment, namespace: "bank", name: "dev")

    private func place(
        _ environment: ObjectIdentity, _ region: String = "eu-west-1", home: String? = nil
    ) -> CloudPlace {
        CloudPlace(environment: environment, account: CloudAccount(region: home), region: region)
    }

    private func target(
        _ id: String, _ environment: ObjectIdentity, resource: String = "vms", region: String = "eu-west-1"
    ) -> MetricTarget {
        MetricTarget(
            instance: InstanceID(rawValue: id),
            resource: ObjectIdentity(kind: .cloudResource, namespace: environment.namespace, name: resource),
            environment: environment, provider: .aws, region: region)
    }

    private func rule(
        _ name: String = "hot", _ metric: String = "aws/EC2/CPUUtilization", tags: [String: String] = [:],
        environment: String? = nil, aggregate: AlertRuleSpec.Aggregate = .avg, window: TimeSpan = .minutes(10)
    ) -> WatchedRule {
        Make.rule(
            AlertRuleSpec(
                metric: metric, tags: tags, aggregate: aggregate, window: window, threshold: 80,
                environment: environment), name: name)
    }

    private func wishes(_ rules: [WatchedRule]) -> [MetricWish] {
        CloudMetricPlan.wishes(
            rules: rules,
            places: [
                .aws: [
                    place(dev), place(dev, "us-east-1"), place(test, home: "eu-west-1"),
                    place(test, "us-east-1", home: "eu-west-1"), place(other),
                ]
            ],
            targets: [
                target("i-1", dev), target("i-2", dev, resource: "db"), target("i-3", dev, region: "us-east-1"),
                target("i-4", test), target("i-5", other), target("i-6", dev, region: "nowhere"),
            ])
    }

    private func instances(_ rules: [WatchedRule]) -> [String] {
        wishes(rules).compactMap { $0.series.instance?.rawValue }.sorted()
    }

    /// Breaks when `isMeant` leaves out the rule's namespace: `i-5` of another team would be asked for.
    @Test("Every instance of the rule's environment, or of all in its namespace, as far as its tags go")
    func instances() {
        #expect(instances([rule(environment: "dev")]) == ["i-1", "i-2", "i-3"])
        #expect(instances([rule()]) == ["i-1", "i-2", "i-3", "i-4"])
        #expect(instances([rule(tags: ["resource": "db"])]) == ["i-2"])
        #expect(instances([rule(tags: ["instance": "i-3"])]) == ["i-3"])
        #expect(instances([rule(tags: ["region": "us-east-1"])]) == ["i-3"])
        #expect(instances([rule(tags: ["environment": "test"])]) == ["i-4"])
        #expect(instances([rule(tags: ["provider": "gcp"])]) == [])
        #expect(instances([rule(tags: ["namespace": "bank"])]) == [])
        #expect(instances([rule("own", "request.duration")]) == [])
    }

    /// Breaks when `isHome` is left out: what belongs to no instance would be asked for in regions that hold only these.
    @Test("What is named by dimensions is asked for once where the environment is at home")
    func dimensions() {
        let rule = rule("slow", "aws/ApplicationELB/Latency", tags: ["LoadBalancer": "app/x"])
        let found = wishes([rule])
        #expect(
            found.map(\.place.description).sorted() == [
                "eu-west-1 of Environment/shop/dev", "eu-west-1 of Environment/shop/test",
                "us-east-1 of Environment/shop/dev",
            ])
        #expect(found.allSatisfy { $0.series.instance == nil && $0.series.dimensions == ["LoadBalancer": "app/x"] })
        #expect(found.allSatisfy { $0.tags["LoadBalancer"] == "app/x" && $0.tags["resource"] == nil })
    }

    @Test("Rules that want the same share it, for the longest of their windows; other statistics are other series")
    func sharing() {
        let shared = wishes([
            rule("a", environment: "test"), rule("b", environment: "test", window: .minutes(30)),
        ])
        #expect(shared.count == 1)
        #expect(shared.first?.lookback == .minutes(30))
        #expect(shared.first?.rules == [Make.identity("a"), Make.identity("b")])
        #expect(wishes([rule("a", environment: "test"), rule("b", environment: "test", aggregate: .max)]).count == 2)
    }

    /// Breaks when a wish leaves out the marks: the maximum of one rule would count in the average of another.
    @Test("A rule sees the samples that are wished for it, and none of another statistic")
    func samples() throws {
        let average = rule(environment: "dev")
        let maximum = rule(environment: "dev", aggregate: .max)
        let wish = try #require(wishes([average]).first)
        let sample = MetricSample(metric: wish.metric, tags: wish.tags, value: 1, time: Make.start)
        #expect(SampleFilter(average).matches(sample))
        #expect(!SampleFilter(maximum).matches(sample))
        #expect(!SampleFilter(rule(tags: ["resource": "other"])).matches(sample))
        #expect(
            SampleFilter(rule(tags: ["resource": "vms", "instance": "i-1", "region": "eu-west-1"])).matches(sample))
    }
}
