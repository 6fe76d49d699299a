package import Caching
import Foundation
package import Model
import Monitoring
package import Scheduling
import Synchronization

/// Measures what runs and attempts came to, and keeps the passed results that may be reused.
///
/// Telling never waits: results queue up and one task takes them in order.
package actor RunRecorder {
    private let sink: any MetricSink
    private let caches: CacheHub
    private let clock: any WallClock
    private let queue: AsyncStream<RunNews>
    private let input: AsyncStream<RunNews>.Continuation
    /// How much was told and is not taken yet.
    private let waiting = Mutex(0)
    private let caughtUp: @Sendable () -> Void

    /// - Parameter caughtUp: called whenever everything that was told is measured and kept.
    package init(
        sink: any MetricSink, caches: CacheHub, clock: any WallClock, caughtUp: @escaping @Sendable () -> Void = {}
    ) {
        self.caughtUp = caughtUp
        self.sink = sink
        self.caches = caches
        self.clock = clock
        (queue, input) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
    }

    package nonisolated func tell(_ news: RunNews) {
        waiting.withLock { $0 += 1 }
        input.yield(news)
    }

    /// Whether everything that was told is measured and kept.
    package nonisolated var isCaughtUp: Bool { waiting.withLock { $0 == 0 } }

    /// Ends `run()` once everything told before is taken.
    package nonisolated func finish() { input.finish() }

    package func run() async {
        for await news in queue {
            switch news {
            case .attemptEnded(let attempt):
                await sink.record(
                    RunMetrics.samples(
                        ofAttempt: attempt.result, task: attempt.definition.name, key: attempt.run.suite.key,
                        service: attempt.service, worker: attempt.workerName))
                await keep(attempt)
            case .runEnded(let run):
                await sink.record(RunMetrics.samples(of: run))
                await measureCaches()
            }
            let isLast = waiting.withLock { left in
                left -= 1
                return left == 0
            }
            if isLast { caughtUp() }
        }
    }

    /// A pass at the first try is kept; one that needed another try says too little to stand for a later run.
    private func keep(_ news: AttemptNews) async {
        guard news.result.outcome == .passed, !news.isRetry, news.result.redacted.isEmpty,
            let key = news.run.cacheKeys[news.definition.name]
        else { return }
        let endedAt = news.result.startedAt.addingTimeInterval(news.result.duration.seconds)
        let suite = news.run.suite.key
        await caches.keep(
            ReusedResult(run: news.run.id, recordedAt: endedAt, result: news.result), under: key,
            namespace: suite.suite.namespace, environment: suite.environment)
    }

    private func measureCaches() async {
        let now = clock.now()
        let samples = await caches.statistics().compactMap { identity, statistics in
            statistics.hitRate.map { rate in
                MetricSample(.cacheHitRate, tags: ["namespace": identity.namespace], value: rate, time: now)
            }
        }
        if !samples.isEmpty { await sink.record(samples) }
    }
}

extension AttemptNews {
    /// The service that the test names, when it is one request of one service.
    fileprivate var service: String? {
        guard let share = run.suite.shares[definition.name], share.services.count == 1 else { return nil }
        return share.services[0]
    }
}
