import Caching
import Foundation
import Model
import Store

/// What is remembered of losses and failures, and what is forgotten in time.
extension Controller {
    /// Seconds within which the end of a new instance is a failure to make it.
    static let earlyLoss: TimeInterval = 10
    /// Seconds that samples of metrics are kept.
    private static let sampleRetention: TimeInterval = 7 * 86_400

    /// Forgets what failed before, so that it is tried again at once; of one object, or with nil of all.
    func forgive(_ object: ObjectIdentity?) {
        queue.forgive(object)
        if let object { earlyLosses[object] = nil } else { earlyLosses = [:] }
    }

    /// Once an hour forgets what is too old to matter.
    func sweep(now: MonotonicInstant) async throws {
        guard lastSwept.map({ now - $0 >= .seconds(3_600) }) ?? true else { return }
        lastSwept = now
        try await services.store.sweepSpentTokens(before: services.clock.now())
        try await services.store.sweepHistory(keepRuns: 1_000)
        try await services.store.sweepLogs()
        try await services.store.sweepCases()
        try await services.store.sweepUploads()
        if let artifacts = services.artifacts, let referred = try await services.store.referredArtifacts() {
            await artifacts.sweep(besides: referred, now: services.clock.now())
        }
        try await services.store.sweepDrift()
        try await sweepPruning()
        if services.providers.keys.allSatisfy(providerLooks.hasSeen) {
            try await services.store.keepPlannedStops(of: Set(observation.instances.keys))
        }
        try await services.store.sweepSamples(
            before: services.clock.now().addingTimeInterval(-Self.sampleRetention), keep: 1_000_000)
    }

    /// An instance that exists ends the memory of a lost one with its ordinal.
    func forgetLoss(endedBy instance: ObservedInstance) async throws {
        let tags = instance.tags
        guard observation.losses.contains(where: { $0.object == tags.object && $0.ordinal == tags.ordinal }) else {
            return
        }
        try await services.store.forgetLosses(of: tags.object, ordinal: tags.ordinal)
        observation.forgetLosses(of: tags.object, ordinal: tags.ordinal)
    }

    /// An instance that ends soon after it was made is a failure of its object, so that it is not made again at once.
    func noteEarlyLoss(of instance: ObservedInstance) {
        let object = instance.tags.object
        guard services.clock.now().timeIntervalSince(instance.createdAt) < Self.earlyLoss else {
            earlyLosses[object] = nil
            return
        }
        earlyLosses[object, default: 0] += 1
        queue.fail(
            object, message: "instance \(instance.tags.ordinal) ended soon after it was made",
            now: services.time.now(), jitter: services.jitter(), atLeast: earlyLosses[object] ?? 1)
    }
}
