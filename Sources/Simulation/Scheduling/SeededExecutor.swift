import Foundation
import Synchronization
import TestSupport

/// Runs every job of Swift's concurrency in this process on one thread, in an order that a seed decides.
///
/// The runtime hands each job of the global executor and of every default actor to `swift_task_enqueueGlobal_hook`
/// when one is set (stdlib/public/Concurrency/GlobalExecutor.cpp); no public way to replace the executor of a whole
/// process exists in this version of Swift.
final class SeededExecutor: TaskExecutor {
    /// What ended a run that its body did not end.
    enum Stop: Error, CustomStringConvertible {
        /// Nobody can run and nobody waits for a time: somebody waits for a call that never comes.
        case stuck
        /// So many jobs and still no end.
        case endless(jobs: Int)

        var description: String {
            switch self {
            case .stuck: "everything waits and no time will wake anybody"
            case .endless(let jobs): "no end after \(jobs) jobs"
            }
        }
    }

    private struct State {
        var ready: [UnownedJob] = []
        var random = SplitMix64(seed: 0)
    }

    static let shared = SeededExecutor()

    private let state = Mutex(State())

    func enqueue(_ job: consuming ExecutorJob) { take(UnownedJob(job)) }

    fileprivate func take(_ job: UnownedJob) { state.withLock { $0.ready.append(job) } }

    /// From now on every job of the process comes here; nothing runs except within `run`.
    func install() -> Bool {
        guard let symbol = dlsym(dlopen(nil, RTLD_NOW), "swift_task_enqueueGlobal_hook") else { return false }
        symbol.assumingMemoryBound(to: Hook?.self).pointee = { job, _ in SeededExecutor.shared.take(job) }
        return true
    }

    /// Runs a body and all that it starts, until it ends.
    func run<Value: Sendable>(
        seed: UInt64, time: VirtualTime, mostJobs: Int, _ body: @escaping @Sendable () async throws -> Value
    ) throws -> Value {
        state.withLock { $0 = State(random: SplitMix64(seed: seed)) }
        let outcome = Mutex<Result<Value, any Error>?>(nil)
        Task.detached {
            do {
                let value = try await body()
                outcome.withLock { $0 = .success(value) }
            } catch {
                outcome.withLock { $0 = .failure(error) }
            }
        }
        var jobs = 0
        while true {
            if let job = next() {
                job.runSynchronously(on: asUnownedTaskExecutor())
                jobs += 1
                guard jobs < mostJobs else { throw Stop.endless(jobs: jobs) }
            } else if let result = outcome.withLock({ $0 }) {
                // Nothing of this history may run in the next one.
                time.end()
                if isIdle { return try result.get() }
            } else if !time.advance(), isIdle {
                guard waitForOthers() else { throw Stop.stuck }
            }
        }
    }

    /// A thread of the system may still be about to hand something over.
    private func waitForOthers() -> Bool {
        for _ in 0..<400 where isIdle { usleep(5_000) }
        return !isIdle
    }

    private var isIdle: Bool { state.withLock { $0.ready.isEmpty } }

    /// One of the first few that are ready, so that orders are tried that a queue would never show.
    private func next() -> UnownedJob? {
        state.withLock { state in
            guard !state.ready.isEmpty else { return nil }
            let choice = Int(state.random.next() % UInt64(min(state.ready.count, 4)))
            return state.ready.remove(at: choice)
        }
    }
}

private typealias Original = @convention(thin) (UnownedJob) -> Void
private typealias Hook = @convention(thin) (UnownedJob, Original) -> Void
