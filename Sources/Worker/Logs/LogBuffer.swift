import Foundation
import Model
import Synchronization

/// What one attempt has printed and the controller has not taken yet: filled from any thread, emptied by one sender.
final class LogBuffer: Sendable {
    private struct State {
        var chunker = LogChunker()
        /// When the oldest text that waits is to be sent; nil when none waits.
        var flushAt: ContinuousClock.Instant?
        var isClosed = false
        var isGivenUp = false
        var sleeper: OneShot?
    }

    private let state = Mutex(State())

    /// Never blocks; false when nothing more is wanted.
    func append(_ stream: LogChunk.Stream, _ text: String) -> Bool {
        let (isWanted, sleeper) = state.withLock { state -> (Bool, OneShot?) in
            guard !state.isGivenUp, !state.isClosed else { return (false, nil) }
            let isWanted = state.chunker.append(stream, text, at: Date())
            let isFirst = state.flushAt == nil && state.chunker.waitingBytes > 0
            if isFirst {
                state.flushAt = .now.advanced(by: .milliseconds(LogLimits.flushMilliseconds))
            }
            let isDue = isFirst || state.chunker.waitingBytes >= LogLimits.chunkBytes
            return (isWanted, isDue ? state.sleeper : nil)
        }
        sleeper?.fire()
        return isWanted
    }

    /// The attempt has ended: nothing more is printed, and what waits is due.
    func close() { end { $0.isClosed = true } }

    /// Nobody takes the log any more.
    func giveUp() { end { $0.isGivenUp = true } }

    /// Waits until chunks are due; nil when there will be none, or the task is cancelled.
    func next() async -> [LogChunk]? {
        while true {
            let sleeper = OneShot()
            enum Step {
                case chunks([LogChunk])
                case end
                case sleep(until: ContinuousClock.Instant?)
            }
            let step = state.withLock { state -> Step in
                if state.isGivenUp || Task.isCancelled { return .end }
                let waiting = state.chunker.waitingBytes
                if waiting == 0, state.isClosed { return .end }
                let isDue = state.flushAt.map { $0 <= .now } ?? false
                if waiting > 0, isDue || state.isClosed || waiting >= LogLimits.chunkBytes {
                    let chunks = state.chunker.take()
                    // What did not fit is as old as what did.
                    if state.chunker.waitingBytes == 0 { state.flushAt = nil }
                    return .chunks(chunks)
                }
                state.sleeper = sleeper
                return .sleep(until: state.flushAt)
            }
            switch step {
            case .chunks(let chunks): return chunks
            case .end: return nil
            case .sleep(let moment): await sleeper.wait(until: moment)
            }
        }
    }

    private func end(_ change: (inout State) -> Void) {
        let sleeper = state.withLock { state in
            change(&state)
            return state.sleeper
        }
        sleeper?.fire()
    }
}

extension OneShot {
    /// Waits until it is fired, the moment has come (nil: never), or the task is cancelled.
    func wait(until moment: ContinuousClock.Instant? = nil) async {
        let timer = moment.map { moment in
            Task {
                try? await Task.sleep(until: moment, clock: .continuous)
                fire()
            }
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { arm($0) }
        } onCancel: {
            fire()
        }
        timer?.cancel()
    }
}
