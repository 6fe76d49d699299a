import Caching
import Foundation
package import Model
import Planning
import Scheduling
import Store

/// Starts and cancels runs; their tasks are the dispatcher's.
package struct TestSuiteReconciler: Reconciler {
    package init() {}

    package func carryOut(_ action: PlannedAction, in context: ReconcileContext) async throws -> [Change] {
        switch action.operation {
        case .applyObject:
            return try await Declarations.apply(action, in: context) + mark(action.object, in: context)
        case .startRun(let key, let digest):
            guard let suite = context.set.suites.first(where: { $0.key == key }) else {
                throw ReconcileError.undeclared(action.object)
            }
            // A clock that was set back must not make this run look older than the last one.
            let last = context.observation.suites[key]?.latest?.startedAt.addingTimeInterval(0.001)
            let now = max(context.services.clock.now(), last ?? .distantPast)
            try await context.services.dispatcher.startRun(
                try await record(of: suite, digest, action.reason, at: now, in: context))
            return []
        case .cancelRun(let run):
            await context.services.dispatcher.cancelRun(run, byPerson: false, reason: "\(action.reason)")
            return []
        case .deleteObject:
            try await context.services.store.deleteSuiteRecords(suite: action.object)
            try await context.services.store.deleteSchedule(of: action.object)
            return try await Declarations.forget(action, in: context) + [.scheduled(action.object, nil)]
        case .serveMocks, .createInstance, .startInstance, .deleteInstance, .updateInstance, .retagInstance,
            .releaseInstance, .stopMocks, .stopInstance, .correctInstance:
            throw ReconcileError.unexpected(action)
        }
    }

    /// Slots count from the commit that gave the suite this schedule.
    private func mark(_ suite: ObjectIdentity, in context: ReconcileContext) async throws -> [Change] {
        guard let object = context.declared(suite), case .testSuite(let spec) = object.spec else { return [] }
        let before = context.observation.schedules[suite]
        guard let schedule = spec.schedule else {
            guard before != nil else { return [] }
            try await context.services.store.deleteSchedule(of: suite)
            return [.scheduled(suite, nil)]
        }
        guard before?.schedule != schedule else { return [] }
        let mark = ScheduleMark(suite: suite, schedule: schedule, since: context.services.clock.now())
        try await context.services.store.saveSchedule(mark)
        return [.scheduled(suite, mark)]
    }

    /// The run as it starts, with the earlier results that stand for some of its tests.
    private func record(
        of suite: ResolvedSuite, _ digest: Digest, _ cause: PlanReason, at now: Date, in context: ReconcileContext
    ) async throws -> RunRecord {
        let request = cause == .requested ? context.observation.requests.first { $0.key == suite.key } : nil
        let cached = suite.tests.filter { $0.settings.cache != nil }
        let keys = Dictionary(cached.map { ($0.name, Digests.cacheKey(of: $0, in: suite)) }) { first, _ in first }
        var reused: [String: ReusedResult] = [:]
        if request?.usesCache ?? true, !keys.isEmpty {
            let queries = cached.compactMap { test in
                keys[test.name].map { CacheQuery(key: $0, ttl: test.settings.cache?.ttl) }
            }
            let found = await context.services.caches.lookup(
                queries, namespace: suite.key.suite.namespace, environment: suite.key.environment)
            reused = keys.compactMapValues { found[$0] }
        }
        return RunRecord(
            id: request?.run ?? Self.newRun(at: now), suite: suite, digest: digest, revision: context.set.revision,
            startedAt: now, cause: cause, reused: reused, cacheKeys: keys, inputs: SuiteInputs(suite).parts())
    }

    /// Sorts by time: `r-20261121T104501-4f2c91`.
    static func newRun(at now: Date) -> RunID {
        let format = Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted, timeZone: .gmt)
        let stamp = now.formatted(format).prefix(15)
        let random = (0..<3).map { _ in String(format: "%02x", UInt8.random(in: 0...255)) }.joined()
        return RunID(rawValue: "r-\(stamp)-\(random)")
    }
}
