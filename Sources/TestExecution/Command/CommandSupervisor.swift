import Foundation
import Glibc
import Subprocess
import Synchronization
import SystemPackage

/// Watches one command from a thread of its own: reads what it prints, and ends its whole process group when its time is
/// up, when the attempt is cancelled, or when it has ended and left others behind, also beyond its group.
///
/// swift-subprocess starts and reaps the process; the pipes are ours, since it keeps either everything that a command
/// prints or fails at a limit.
final class CommandSupervisor: Sendable {
    struct Report: Sendable {
        let ending: TerminationStatus
        /// Why it was stopped; nil when it ended by itself.
        let stop: Stop?
        let stdout: BoundedOutput
        let stderr: BoundedOutput
        let duration: Duration
    }

    enum Stop: Hashable, Sendable { case timedOut, cancelled }

    private let isCancelled = Atomic<Bool>(false)

    /// How long a command may clean up after `SIGTERM`.
    private static let grace = Duration.seconds(2)
    /// How long output is waited for that others than the command keep open, before and after they are killed.
    private static let patience = Duration.milliseconds(250)
    /// In milliseconds: how often the command's end, its time and a cancel are looked at while it prints nothing.
    private static let tick: Int32 = 20

    /// Cancelling the task stops the command and returns when it is gone.
    ///
    /// - Parameter live: gets what the command prints, from the thread that watches it.
    static func run(
        _ launch: CommandLaunch, timeout: Duration, live: LiveLog? = nil
    ) async throws(CommandError) -> Report {
        let supervisor = CommandSupervisor()
        // Not a child of the caller's: cancelling is the supervisor's to carry out, not the library's.
        let work = Task.detached { await supervisor.run(launch, timeout: timeout, live: live) }
        let result = await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            supervisor.isCancelled.store(true, ordering: .relaxed)
        }
        return try result.get()
    }

    private func run(
        _ launch: CommandLaunch, timeout: Duration, live: LiveLog?
    ) async -> Result<Report, CommandError> {
        do {
            let input = try launch.openInput()
            let (stdout, stdoutEnd) = try FileDescriptor.pipe()
            defer { try? stdout.close() }
            let (stderr, stderrEnd) = try FileDescriptor.pipe()
            defer { try? stderr.close() }
            let streams = OutputStreams(stdout: stdout.rawValue, stderr: stderr.rawValue, live: live)
            let result = try await Subprocess.run(
                launch.configuration, input: .fileDescriptor(input, closeAfterSpawningProcess: true),
                output: .fileDescriptor(stdoutEnd, closeAfterSpawningProcess: true),
                error: .fileDescriptor(stderrEnd, closeAfterSpawningProcess: true)
            ) { execution in
                // The library reaps the process only after this returns.
                let group = ProcessGroup(leader: execution.processIdentifier.value)
                return await withCheckedContinuation { continuation in
                    Thread.detachNewThread {
                        Thread.current.name = "rondo-command"
                        continuation.resume(returning: self.supervise(group, launch.mark, streams, timeout: timeout))
                    }
                }
            }
            let seen: Observation = result.closureResult
            return .success(
                Report(
                    ending: result.terminationStatus, stop: seen.stop, stdout: seen.streams.stdout.output,
                    stderr: seen.streams.stderr.output, duration: seen.duration))
        } catch let error as CommandError {
            return .failure(error)
        } catch {
            return .failure(.notStarted(launch.arguments.first ?? launch.program, reason: Self.reason(error)))
        }
    }

    private static func reason(_ error: any Error) -> String {
        guard let error = error as? SubprocessError, let cause = error.underlyingError else { return "\(error)" }
        return "\(cause)".lowercased()
    }

    // MARK: On the thread

    private struct Observation: Sendable {
        let streams: OutputStreams
        let stop: Stop?
        let duration: Duration
    }

    private func supervise(
        _ group: ProcessGroup, _ mark: AttemptMark, _ initial: OutputStreams, timeout: Duration
    ) -> Observation {
        let start = ContinuousClock.now
        var streams = initial
        var stop: Stop?
        var killAt: ContinuousClock.Instant?
        // Once nothing is to be read the end is near: look soon at first, then less and less often.
        var pause: Int32 = 1
        while !group.leaderHasEnded() {
            streams.read(waiting: streams.areOpen ? Self.tick : pause)
            if !streams.areOpen { pause = min(Self.tick, pause * 2) }
            let now = ContinuousClock.now
            if let deadline = killAt {
                if now >= deadline { group.signal(SIGKILL) }
            } else if let reason = reasonToStop(now - start, timeout) {
                stop = reason
                killAt = now + Self.grace
                group.signal(SIGTERM)
            }
        }
        let duration = ContinuousClock.now - start
        // A sandbox ends at once when it is told to, and what is in it may still clean up.
        streams.readToEnd(atMost: max(Self.patience, killAt.map { $0 - .now } ?? .zero))
        group.signal(SIGKILL)
        mark.killBearers()
        streams.readToEnd(atMost: Self.patience)
        streams.finishLive()
        return Observation(streams: streams, stop: stop, duration: duration)
    }

    private func reasonToStop(_ elapsed: Duration, _ timeout: Duration) -> Stop? {
        if isCancelled.load(ordering: .relaxed) { return .cancelled }
        return elapsed >= timeout ? .timedOut : nil
    }
}
