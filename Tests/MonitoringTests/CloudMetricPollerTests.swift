import Foundation
import Model
import Store
import Synchronization
import TestSupport
import Testing

@testable import Monitoring

/// A cloud in memory: what it has of each instance by the start of its minute, and where it fails.
private final class FakeMetricSource: MetricSource {
    struct State {
        var values: [String: [Date: Double]] = [:]
        var fault: String?
        var asked: [[MetricRequest]] = []
    }

    let state = Mutex(State())

    func read(_ requests: [MetricRequest]) async -> MetricSurvey {
        state.withLock { state in
            state.asked.append(requests)
            var survey = MetricSurvey()
            for request in requests {
                if let fault = state.fault, request.place.region == "eu-west-1" {
                    survey.faults[request] = fault
                    continue
                }
                let all = state.values[request.series.instance?.rawValue ?? ""] ?? [:]
                survey.points[request] = all.filter { $0.key >= request.since && $0.key < request.until }
                    .map { MetricSurvey.Point(start: $0.key, value: $0.value) }
            }
            return survey
        }
    }

    func put(_ value: Double, _ instance: String = "i-1", at start: Date) {
        state.withLock { $0.values[instance, default: [:]][start] = value }
    }
}

struct CloudMetricPollerTests {
    private let fixture: MonitorFixture
    private let source = FakeMetricSource()
    private let dev = ObjectIdentity(kind: .environment, namespace: "shop", name: "dev")
    /// The start of the fixture's clock is the start of a minute.
    private let start = Make.start

    init() async throws { fixture = try await MonitorFixture() }

    private func poller(_ monitor: Monitor? = nil) -> CloudMetricPoller {
        CloudMetricPoller(
            source: source, monitor: monitor ?? fixture.monitor, store: fixture.store, clock: fixture.clock,
            report: fixture.events.record, changed: {})
    }

    private func rule(
        _ aggregate: AlertRuleSpec.Aggregate = .sum, name: String = "hot", window: TimeSpan = .minutes(10),
        noData: AlertRuleSpec.NoData = .ok, threshold: Double = 1_000
    ) -> WatchedRule {
        Make.rule(
            AlertRuleSpec(
                metric: "aws/EC2/CPUUtilization", aggregate: aggregate, window: window, threshold: threshold,
                noData: noData), name: name)
    }

    private func watch(
        _ poller: CloudMetricPoller, _ monitor: Monitor, _ rules: [WatchedRule], instances: [String] = ["i-1"]
    ) async {
        await monitor.setRules(rules)
        await poller.watch(
            rules: rules,
            places: [
                .aws: ["eu-west-1", "us-east-1"].map { region in
                    CloudPlace(environment: dev, account: CloudAccount(), region: region)
                }
            ],
            targets: instances.map { id in
                MetricTarget(
                    instance: InstanceID(rawValue: id),
                    resource: ObjectIdentity(kind: .cloudResource, namespace: "shop", name: "vms"), environment: dev,
                    provider: .aws, region: id == "far" ? "us-east-1" : "eu-west-1")
            })
    }

    /// Breaks when `take` of `SeriesMemory` always says true.
    @Test("Each value is in a window once, however often looks overlap, and comes in late")
    func once() async {
        let poller = poller()
        await watch(poller, fixture.monitor, [rule()])
        for minute in 3...6 { source.put(1, at: start.addingTimeInterval(-60 * Double(minute))) }
        await poller.poll()
        #expect(await fixture.monitor.value("hot") == 4)
        await poller.poll()
        #expect(await fixture.monitor.value("hot") == 4)
        fixture.clock.advance(by: 60)
        // One minute more, and one that was not there before.
        source.put(1, at: start.addingTimeInterval(-120))
        source.put(1, at: start.addingTimeInterval(-60 * 7))
        await poller.poll()
        #expect(await fixture.monitor.value("hot") == 6)
    }

    /// Breaks when `remember` reads nothing from the store.
    @Test("After a restart nothing is counted a second time")
    func restart() async throws {
        let first = poller()
        await watch(first, fixture.monitor, [rule()], instances: ["i-1", "i-2"])
        source.put(1, at: start.addingTimeInterval(-180))
        source.put(10, "i-2", at: start.addingTimeInterval(-180))
        await first.poll()
        #expect(await fixture.monitor.value("hot") == 11)

        let monitor = try await fixture.restarted()
        let second = poller(monitor)
        await watch(second, monitor, [rule()], instances: ["i-1", "i-2"])
        #expect(await monitor.value("hot") == 11, "the window was filled from the store")
        source.put(100, "i-2", at: start.addingTimeInterval(-240))
        await second.poll()
        #expect(await monitor.value("hot") == 111)
        // So does a rule that wants more of the past than the one before.
        let longer = [rule(), rule(name: "long", window: .minutes(30))]
        source.put(1_000, at: start.addingTimeInterval(-60 * 20))
        await watch(second, monitor, longer, instances: ["i-1", "i-2"])
        await second.poll()
        #expect(await monitor.value("hot") == 111)
        #expect(await monitor.value("long") == 1_111)
    }

    /// Breaks when a period is asked for before its values are in: `delay` is 0.
    @Test("A period is read once it is over for some time, and a value counts for as long as the window is")
    func delay() async {
        let poller = poller()
        await watch(poller, fixture.monitor, [rule(window: .minutes(1))])
        source.put(5, at: start.addingTimeInterval(-120))
        await poller.poll()
        #expect(await fixture.monitor.value("hot") == nil, "its period ended a minute ago")
        fixture.clock.advance(by: 60)
        await poller.poll()
        #expect(await fixture.monitor.value("hot") == 5)
        fixture.clock.advance(by: 59)
        await fixture.monitor.tick()
        #expect(await fixture.monitor.value("hot") == 5)
        fixture.clock.advance(by: 1)
        await fixture.monitor.tick()
        #expect(await fixture.monitor.value("hot") == nil)
    }

    @Test("Rules of several statistics each see their own; a count is the sum of counts")
    func statistics() async {
        let poller = poller()
        await watch(poller, fixture.monitor, [rule(.count, name: "count"), rule(.max, name: "max")])
        source.put(5, at: start.addingTimeInterval(-180))
        source.put(7, at: start.addingTimeInterval(-240))
        await poller.poll()
        #expect(await fixture.monitor.value("count") == 12)
        #expect(await fixture.monitor.value("max") == 7)
    }

    /// Breaks when `take` of `MetricFaults` tells what is open already.
    @Test("A place that can't be asked is told once at the rule, which follows its noData; others are read")
    func fault() async {
        let poller = poller()
        let rules = [rule(name: "hot"), rule(name: "gone", noData: .alert)]
        source.put(5, "far", at: start.addingTimeInterval(-180))
        source.state.withLock { $0.fault = "cloudwatch:GetMetricData in eu-west-1: AccessDenied (request 1)" }
        await watch(poller, fixture.monitor, rules, instances: ["i-1"])
        await poller.poll()
        source.state.withLock { $0.fault = "cloudwatch:GetMetricData in eu-west-1: AccessDenied (request 2)" }
        await poller.poll()
        let told = fixture.events.all.filter { $0.reason == .metricUnreadable }
        #expect(told.map(\.object?.name).sorted { ($0 ?? "") < ($1 ?? "") } == ["gone", "hot"])
        #expect(told.first?.severity == .warning)
        let text = await poller.faults()[Make.identity("hot")]
        #expect(text?.contains("eu-west-1 of Environment/shop/dev: cloudwatch:GetMetricData") == true, "\(text ?? "")")
        #expect(text?.contains("request 1") == true, "a text that changes with each look would be news each time")
        #expect(await fixture.monitor.state("gone") == .firing)
        #expect(await fixture.monitor.state("hot") == .inactive)

        await watch(poller, fixture.monitor, rules, instances: ["i-1", "far"])
        await poller.poll()
        #expect(await fixture.monitor.value("hot") == 5)

        // What was missed meanwhile is read once it can be.
        source.put(7, at: start.addingTimeInterval(-300))
        source.state.withLock { $0.fault = nil }
        await poller.poll()
        #expect(await fixture.monitor.value("hot") == 12)
        #expect(await poller.faults().isEmpty)
        #expect(fixture.reasons.filter { $0 == .metricReadable }.count == 2)
    }

    @Test("A rule that is gone takes its fault along; nothing is asked for when nobody wants it")
    func forgotten() async {
        let poller = poller()
        source.state.withLock { $0.fault = "no" }
        await watch(poller, fixture.monitor, [rule()])
        await poller.poll()
        #expect(await poller.faults().count == 1)
        await watch(poller, fixture.monitor, [])
        await poller.poll()
        #expect(await poller.faults().isEmpty)
        #expect(source.state.withLock { $0.asked.count } == 1)
        #expect(!fixture.reasons.contains(.metricReadable))
    }

    /// Breaks when what was looked at is not remembered, or only what was answered counts.
    @Test("Each rule is awaited in each place until it was asked for there once, answered or not")
    func awaited() async {
        let changes = Recorder<Bool>()
        let poller = CloudMetricPoller(
            source: source, monitor: fixture.monitor, store: fixture.store, clock: fixture.clock,
            report: fixture.events.record, changed: { changes.record(true) })
        #expect(await !poller.awaitsFirstLook())
        await watch(poller, fixture.monitor, [rule()])
        #expect(await poller.awaitsFirstLook())
        await poller.poll()
        #expect(await !poller.awaitsFirstLook())
        #expect(changes.all.count == 1, "whoever waits hears of it")
        // One instance more waits for the next look as ever.
        await watch(poller, fixture.monitor, [rule()], instances: ["i-1", "i-2"])
        #expect(await !poller.awaitsFirstLook())
        source.state.withLock { $0.fault = "no" }
        await watch(poller, fixture.monitor, [rule(), rule(name: "new")], instances: ["i-1", "far"])
        #expect(await poller.awaitsFirstLook())
        await poller.poll()
        #expect(await !poller.awaitsFirstLook())
    }

    @Test("A new rule is looked at at once, and the next look comes by itself")
    func running() async {
        let time = MonotonicTime(
            now: { ContinuousClock.now },
            sleep: { until in
                // A minute is over in no time.
                try await Task.sleep(for: min(until - ContinuousClock.now, .milliseconds(20)))
            })
        let poller = CloudMetricPoller(
            source: source, monitor: fixture.monitor, store: fixture.store, clock: fixture.clock, time: time,
            report: fixture.events.record, changed: {})
        let running = Task { await poller.run() }
        await watch(poller, fixture.monitor, [rule()])
        #expect(await eventually { source.state.withLock { $0.asked.count } >= 3 })
        running.cancel()
        await running.value
    }
}
