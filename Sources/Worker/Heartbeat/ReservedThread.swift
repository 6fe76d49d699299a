import Dispatch

/// Runs tasks on a thread that no other work gets, however busy the cooperative pool is.
///
/// A task started with it as its preference runs all its nonisolated asynchronous code there (SE-0417).
final class ReservedThread: TaskExecutor {
    private let queue: DispatchQueue

    init(label: String) { queue = DispatchQueue(label: label, qos: .userInteractive) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }

    /// Like `Task.sleep`, whose timer would wait for the pool; returns early when the task is cancelled.
    func pause(_ duration: Duration) async {
        let wakeUp = OneShot()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                wakeUp.arm(continuation)
                queue.asyncAfter(deadline: .now() + .nanoseconds(Int(duration / .nanoseconds(1)))) { wakeUp.fire() }
            }
        } onCancel: {
            wakeUp.fire()
        }
    }
}
