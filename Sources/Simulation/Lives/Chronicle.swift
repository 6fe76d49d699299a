import Model
import Synchronization

/// What happened in a history, line by line; two runs of one seed give the same.
final class Chronicle: Sendable {
    private struct State {
        var lines: [String] = []
        var digest = UInt64(0xcbf2_9ce4_8422_2325)
    }

    private let state = Mutex(State())
    private let time: VirtualTime
    private let isPrinted: Bool
    /// Whether each step of a controller is told as well.
    let showsSteps: Bool

    init(time: VirtualTime, isPrinted: Bool, showsSteps: Bool) {
        self.time = time
        self.showsSteps = showsSteps
        self.isPrinted = isPrinted
    }

    func say(_ text: String) {
        let line = "\(time.elapsed.inSeconds)  \(text)"
        if isPrinted { Output.line(line) }
        state.withLock { state in
            state.digest = line.utf8.reduce(state.digest) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
            state.lines.append(line)
            if state.lines.count > 400 { state.lines.removeFirst(200) }
        }
    }

    func note(_ event: Event, life: Life) {
        guard !life.isDead else { return }
        say("[\(life.number)] \(event.object.map { "\($0) " } ?? "")\(event.reason.rawValue): \(event.message)")
    }

    /// The last lines, for whoever looks into a broken promise.
    var tail: [String] { state.withLock { Array($0.lines.suffix(60)) } }
    var digest: UInt64 { state.withLock(\.digest) }
}
