import Controller
import Foundation
import Manifests
import Model
import Store
import Synchronization
import TestSupport
import Testing

/// What a source that can't be used any more leaves desired, and under which reason people see it.
@Suite struct SourceWatcherTests {
    private struct Unverified: ReasonedError, CustomStringConvertible {
        let conditionReason = ConditionReason.unverifiedCommit
        let description = "commit 4f2c91e by Eve is not used: it carries no signature"
    }

    private struct Unreachable: Error {}

    private static let manifest = """
        apiVersion: rondo.dev/v1
        kind: Environment
        metadata: {name: shop}
        spec: {type: dev}
        """

    @Test("An unverified commit makes the source stale under a reason of its own, and the last good set stays")
    func unverified() async throws {
        let directory = try TemporaryDirectory()
        let store = try await Store.open(directory: directory.url)
        let events = Recorder<Event>()
        let failure = Mutex<(any Error)?>(nil)
        let tree = SourceTree(
            revision: Revision(ref: "main", commit: GitObjectID(rawValue: String(repeating: "a", count: 40))),
            files: [
                SourceFile(path: "shop.yaml", blob: GitObjectID(rawValue: "b"), contents: Data(Self.manifest.utf8))
            ])
        let watcher = SourceWatcher(
            source: .init(name: "default", url: "u", ref: nil, path: ""),
            read: { _ in
                if let error = failure.withLock({ $0 }) { throw error }
                return tree
            }, loader: ManifestLoader(), store: store, clock: SystemWallClock(), report: { events.record($0) })
        guard case .known(let good) = await watcher.refresh().desired else {
            Issue.record("the first look is not known")
            return
        }
        #expect(good.objects.count == 1)

        failure.withLock { $0 = Unverified() }
        let look = await watcher.refresh()
        guard case .stale(let kept, let reason) = look.desired else {
            Issue.record("\(look.desired)")
            return
        }
        #expect(kept == good)
        #expect(reason == Unverified().description)
        #expect(look.status.conditions.map(\.reason) == [.unverifiedCommit, .unverifiedCommit])
        #expect(events.all.last?.reason == .unverifiedCommit)
        #expect(events.all.last?.severity == .warning)

        failure.withLock { $0 = Unreachable() }
        #expect(await watcher.refresh().status.conditions.map(\.reason) == [.fetchFailed, .fetchFailed])
        failure.withLock { $0 = nil }
        guard case .known = await watcher.refresh().desired else {
            Issue.record("the source did not come back")
            return
        }
    }
}
