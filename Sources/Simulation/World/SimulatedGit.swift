import Foundation
import Manifests
import Model
import Synchronization

/// The repository of a history, and everything that controllers were told when they read it.
final class SimulatedGit: Sendable {
    /// What one reading gave.
    struct Reading: Sendable {
        let life: Int
        let time: MonotonicInstant
        /// nil when it failed.
        let commit: Commit?
    }

    struct Unreadable: Error, CustomStringConvertible {
        let description: String
    }

    private struct State {
        var commits: [Commit]
        var fault: String?
        var readings: [Reading] = []
        /// Revisions that some controller said it follows, as events name them.
        var followed: Set<String> = []
    }

    private let state: Mutex<State>
    private let time: VirtualTime

    init(first: Commit, time: VirtualTime) {
        state = Mutex(State(commits: [first]))
        self.time = time
    }

    var newest: Commit { state.withLock { $0.commits[$0.commits.count - 1] } }
    var isReadable: Bool { state.withLock { $0.fault == nil } }
    var readings: [Reading] { state.withLock(\.readings) }

    func isFollowed(_ commit: Commit) -> Bool {
        state.withLock { $0.followed.contains(Self.revision(of: commit).description) }
    }

    func noteFollowed(_ revision: String?) {
        if let revision { state.withLock { _ = $0.followed.insert(revision) } }
    }

    func push(_ commit: Commit) { state.withLock { $0.commits.append(commit) } }
    func setFault(_ fault: String?) { state.withLock { $0.fault = fault } }

    /// As a controller reads it, which takes a moment.
    func read(life: Int, latency: Duration) async throws -> SourceTree {
        try await time.sleep(for: latency)
        let now = time.monotonic.now()
        let (commit, fault) = state.withLock { state in
            let commit = state.fault == nil ? state.commits[state.commits.count - 1] : nil
            state.readings.append(Reading(life: life, time: now, commit: commit))
            return (commit, state.fault)
        }
        guard let commit else { throw Unreadable(description: fault ?? "unreachable") }
        return SourceTree(
            revision: Self.revision(of: commit),
            files: commit.files.map { path, text in
                SourceFile(path: path, blob: Self.blob(of: path + text), contents: Data(text.utf8))
            })
    }

    private static func revision(of commit: Commit) -> Revision {
        Revision(ref: "main", commit: id(of: commit), subject: "Change \(commit.number)", author: "ana")
    }

    static func id(of commit: Commit) -> GitObjectID {
        GitObjectID(rawValue: String(repeating: String(format: "%04x", commit.number), count: 10))
    }

    /// FNV-1a: the same text is the same blob.
    private static func blob(of text: String) -> GitObjectID {
        let hash = text.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return GitObjectID(rawValue: String(format: "%016llx", hash))
    }
}
