import Controller
import Foundation
import Model
import Scheduling
import Synchronization
import UnixSignals

/// Ends what runs in this process when somebody asks for it: the first signal ends the run with its teardown, the second
/// ends the process.
final class LocalStop: Sendable {
    private struct State {
        var isAsked = false
        var run: LocalRun?
    }

    private let state = Mutex(State())

    var isAsked: Bool { state.withLock { $0.isAsked } }

    /// Returns when its task is cancelled.
    func listen(to signals: UnixSignalsSequence) async {
        for await _ in signals {
            let (isSecond, run) = state.withLock { state in
                defer { state.isAsked = true }
                return (state.isAsked, state.run)
            }
            if isSecond { Foundation.exit(ExitStatus.couldNotCheck.rawValue) }
            await run?.end(Self.reason)
        }
    }

    /// From now on it is this run that is to end.
    func take(_ run: LocalRun) async {
        let isAsked = state.withLock { state in
            state.run = run
            return state.isAsked
        }
        if isAsked { await run.end(Self.reason) }
    }

    private static let reason = RunEnding.person("it was stopped")
}
