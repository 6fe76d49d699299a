import Foundation
import Model

/// When time alone makes a suite due in one environment: a slot of its schedule, the age of its result, or the end of
/// a pause after an errored run.
struct SuiteTimes {
    private let suite: ResolvedSuite
    private let record: SuiteRecord?
    private let mark: ScheduleMark?
    /// When the newest active run started.
    private let activeSince: Date?

    init(_ suite: ResolvedSuite, record: SuiteRecord?, mark: ScheduleMark?, active: [ActiveRun]) {
        self.suite = suite
        self.record = record
        self.mark = mark
        activeSince = active.map(\.startedAt).max()
    }

    /// How long after a slot a run of it may start under `missed: skip`.
    private static let lateness: TimeInterval = 300

    /// The first slot that counts and that no run has met; it may have come already.
    ///
    /// A run meets every slot up to its start. A run that was cancelled for a newer commit meets none.
    func slot(at now: Date) -> Date? {
        guard let schedule = suite.schedule, let mark, mark.schedule == schedule else { return nil }
        let met = [mark.since, record?.latest?.startedAt, activeSince].compactMap(\.self).max() ?? mark.since
        let since =
            switch schedule.missed {
            case .runOnce: met
            case .skip: max(met, now.addingTimeInterval(-Self.lateness))
            }
        return schedule.next(after: since, for: suite.key.suite)
    }

    /// When the last result is too old; at once when there is none. Not while a run that ended `errored` is tried again.
    var expiry: Date? {
        guard let maxAge = suite.maxAge, record?.errored == nil else { return nil }
        return record?.conclusive?.endedAt.addingTimeInterval(maxAge.seconds) ?? .distantPast
    }

    /// The run that ended `errored` and is to be tried again: nothing conclusive stands for what it was about.
    func errored(with digest: Digest) -> Verdict? {
        guard let errored = record?.errored else { return nil }
        let isTimed = suite.schedule != nil || suite.maxAge != nil
        guard suite.on.contains(.commit) || isTimed else { return nil }
        if suite.on.contains(.commit), errored.digest != digest { return nil }
        return isTimed || record?.conclusive?.digest != errored.digest ? errored : nil
    }

    /// Why it is due by the clock now.
    func reason(at now: Date) -> PlanReason? {
        if let slot = slot(at: now), slot <= now, let schedule = suite.schedule {
            return .scheduled(schedule.text(of: slot, seenAt: now))
        }
        guard let expiry, expiry <= now, let maxAge = suite.maxAge else { return nil }
        return record?.conclusive == nil ? .neverRun : .resultTooOld(maxAge)
    }

    /// The earlier of the next slot and the end of the result's age, for people.
    func due(at now: Date) -> DueStatus? {
        var times: [(time: Date, reason: String)] = []
        if let schedule = suite.schedule, let slot = slot(at: now) {
            times.append((slot, "schedule \(schedule.text(of: slot, seenAt: now))"))
        }
        if let maxAge = suite.maxAge, let expiry {
            times.append((max(expiry, .init(timeIntervalSince1970: 0)), "maxAge \(maxAge)"))
        }
        return times.min { $0.time < $1.time }.map {
            DueStatus(environment: suite.key.environment, time: $0.time, reason: $0.reason)
        }
    }
}

extension Facts {
    func times(of suite: ResolvedSuite) -> SuiteTimes {
        let key = suite.key
        return SuiteTimes(
            suite, record: records[key], mark: schedules[key.suite],
            active: (runs[key.suite] ?? []).filter { $0.key == key })
    }
}
