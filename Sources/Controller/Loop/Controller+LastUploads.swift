import Model

extension Controller {
    /// A bucket that swallows what it is sent must not keep a run with `once` from its end.
    private static let limitOfLastUploads = Duration.seconds(600)

    private struct Overdue: Error {}

    /// With `once` the end waits for what buckets take, for some minutes and until it is to stop: what is left is brought
    /// by the next controller.
    func bringLastArtifacts() async {
        guard !isStopping, let uploader = services.uploader else { return }
        let (time, clock, report) = (services.time, services.clock, services.report)
        let task = Task {
            do {
                try await Deadline.run(within: Self.limitOfLastUploads, time: time, Overdue()) { await uploader.pass() }
            } catch is Overdue {
                report(
                    Event(
                        time: clock.now(), object: nil, severity: .warning, reason: .artifactsWaiting,
                        message: "artifacts are still on their way after ten minutes: the rest waits on the "
                            + "controller's disk for the next run"))
            } catch {
                return
            }
        }
        lastUploads = task
        await task.value
        lastUploads = nil
    }
}
