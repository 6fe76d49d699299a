import Foundation
import Model
import Store
import Synchronization
import TestSupport

@testable import Monitoring

/// A monitor over a store in a folder of its own, and what it told.
final class MonitorFixture: Sendable {
    let clock = ManualClock(Make.start)
    let events = Recorder<Event>()
    let store: Store
    let monitor: Monitor
    private let folder: TemporaryDirectory
    private let changeCount = Mutex(0)

    init() async throws {
        folder = try TemporaryDirectory()
        store = try await Store.open(directory: folder.url)
        monitor = Self.monitor(store, clock, events)
    }

    /// How often the monitor said that a record had changed, of one that `counting()` made.
    var changes: Int { changeCount.withLock { $0 } }

    /// Another monitor over the same store, as after a restart of the controller.
    func restarted() async throws -> Monitor {
        let next = Self.monitor(store, clock, events)
        try await next.restore()
        return next
    }

    func counting() -> Monitor {
        Monitor(store: store, clock: clock, report: events.record) { self.changeCount.withLock { $0 += 1 } }
    }

    /// A sample of now.
    func sample(_ value: Double, _ metric: MetricName = .requestDuration, namespace: String = "shop") -> MetricSample {
        Make.sample(value, metric, at: clock.now(), namespace: namespace)
    }

    var reasons: [ConditionReason] { events.all.map(\.reason) }
    var messages: [String] { events.all.map(\.message) }

    private static func monitor(_ store: Store, _ clock: ManualClock, _ events: Recorder<Event>) -> Monitor {
        // Only deadlines and news wake it.
        Monitor(
            store: store, clock: clock, longestPause: .seconds(3_600), report: events.record,
            changed: {})
    }
}

extension Monitor {
    func state(_ name: String = "slow", namespace: String = "shop") -> AlertState? {
        records()[Make.identity(name, namespace: namespace)]?.state
    }

    func value(_ name: String = "slow", namespace: String = "shop") -> Double? {
        records()[Make.identity(name, namespace: namespace)]?.value
    }
}
