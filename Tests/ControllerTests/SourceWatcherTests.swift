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

    private static let key =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINnDv5cIYOYK4JAxSyWwWKVgX8yZD2j/5uVBTGBY0a6t"

    private static func tree(_ digit: String, _ repository: String? = nil) -> SourceTree {
        let files = [("shop.yaml", manifest)] + (repository.map { [("rondo.yaml", $0)] } ?? [])
        return SourceTree(
            revision: Revision(ref: "main", commit: GitObjectID(rawValue: String(repeating: digit, count: 40))),
            files: files.map {
                SourceFile(path: $0, blob: GitObjectID(rawValue: "\($0)\(digit)"), contents: Data($1.utf8))
            })
    }

    private static func watcher(
        _ store: Store, read: @escaping @Sendable (SourceRequest) async throws -> SourceTree
    ) -> SourceWatcher {
        SourceWatcher(
            source: .init(name: "default", url: "u", ref: nil, path: ""), read: read, loader: ManifestLoader(),
            store: store, clock: SystemWallClock(), report: { _ in })
    }

    @Test("Signatures are required as the last converged commit says, never as the newest one does")
    func requirement() async throws {
        let directory = try TemporaryDirectory()
        let store = try await Store.open(directory: directory.url)
        let requests = Recorder<SourceRequest>()
        let head = Mutex(Self.tree("a", "requireSignedCommits: { keys: [\"\(Self.key)\"] }"))
        let read: @Sendable (SourceRequest) async throws -> SourceTree = { request in
            requests.record(request)
            return head.withLock { $0 }
        }
        let watcher = Self.watcher(store, read: read)
        let first = head.withLock { $0.revision }
        let introduced = try #require(await watcher.refresh().desired.set)
        #expect(requests.all.allSatisfy { $0.requirement == nil })
        _ = await watcher.refresh()
        #expect(requests.all.last?.requirement == nil, "it has not converged")
        try await watcher.markConverged(first, repository: introduced.repository)
        let required = SignatureRequirement(keys: [Self.key], convergedCommit: first.commit)
        _ = await watcher.refresh()
        #expect(requests.all.last?.requirement == required)

        // The next commit drops it, and counts only once it has converged; a restart changes nothing.
        head.withLock { $0 = Self.tree("b") }
        _ = await watcher.refresh()
        _ = await watcher.refresh()
        #expect(requests.all.last?.requirement == required)
        let next = Self.watcher(store, read: read)
        try await next.restore()
        let dropped = try #require(await next.refresh().desired.set)
        #expect(requests.all.last?.requirement == required)
        #expect(dropped.repository == nil && dropped.convergedRepository?.requireSignedCommits?.keys == [Self.key])
        try await next.markConverged(dropped.revision, repository: dropped.repository)
        _ = await next.refresh()
        #expect(requests.all.last?.requirement == nil)
    }

    @Test("A commit that converges while the source is read is taken back by nothing, and asked for at once")
    func convergesDuringALook() async throws {
        let directory = try TemporaryDirectory()
        let store = try await Store.open(directory: directory.url)
        let requests = Recorder<SourceRequest>()
        let gate = Gate()
        let head = Mutex(Self.tree("a", "requireSignedCommits: { keys: [\"\(Self.key)\"] }"))
        let watcher = Self.watcher(store) { request in
            requests.record(request)
            let tree = head.withLock { $0 }
            if requests.all.count == 2 { await gate.wait() }
            return tree
        }
        let first = try #require(await watcher.refresh().desired.set)
        head.withLock { $0 = Self.tree("b") }
        let look = Task { await watcher.refresh() }
        #expect(await eventually { requests.all.count == 2 })
        try await watcher.markConverged(first.revision, repository: first.repository)
        await gate.open()
        let set = try #require(await look.value.desired.set)
        #expect(requests.all.map { $0.requirement?.convergedCommit } == [nil, nil, first.revision.commit])
        #expect(set.revision.commit.rawValue.hasPrefix("b"))
        #expect(set.convergedRepository == first.repository)
        let stored = try #require(try await store.source(named: "default"))
        #expect(stored.convergedRevision == first.revision, "a look that ends later writes the same")
        #expect(stored.lastGood?.revision == set.revision)
        #expect(stored.lastGood?.convergedRepository == first.repository)
    }

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

    /// Breaks when `adopt(known:)` passes over a failed `save`: the next life begins with the commit before, and makes
    /// what this one has just ended.
    @Test("A commit that can't be written down is not taken up, and is once it can be")
    func unwritten() async throws {
        let directory = try TemporaryDirectory()
        let disk = FillingDisk()
        let store = try await Store.open(directory: directory.url).gated(by: disk)
        let head = Mutex(Self.tree("a"))
        let watcher = Self.watcher(store) { _ in head.withLock { $0 } }
        let first = try #require(await watcher.refresh().desired.set)
        disk.fill()
        guard case .known = await watcher.refresh().desired else {
            Issue.record("the commit that is written down is not in force")
            return
        }
        #expect(disk.refused == 0, "a look that finds nothing new writes nothing")
        head.withLock { $0 = Self.tree("b") }
        let look = await watcher.refresh()
        guard case .stale(let kept, let reason) = look.desired else {
            Issue.record("\(look.desired)")
            return
        }
        #expect(kept == first)
        #expect(reason.hasPrefix("main@sha1:bbbbbbb is not taken up: no space is left to write control.db"))
        #expect(look.status.conditions.map(\.reason) == [.actionFailed, .actionFailed])
        #expect(try await store.source(named: "default")?.lastGood?.revision == first.revision)
        disk.free()
        guard case .known(let set) = await watcher.refresh().desired else {
            Issue.record("the new commit is not in force")
            return
        }
        #expect(set.revision.commit == head.withLock { $0.revision.commit })
        #expect(try await store.source(named: "default")?.lastGood?.revision == set.revision)
    }

    /// Breaks when `refresh` takes a reading that was cancelled for one that failed.
    @Test("A reading that a stopping controller breaks off leaves the source as it was")
    func cancelled() async throws {
        let directory = try TemporaryDirectory()
        let store = try await Store.open(directory: directory.url)
        let isEndless = Mutex(false)
        let begun = Recorder<Bool>()
        let watcher = Self.watcher(store) { _ in
            guard isEndless.withLock({ $0 }) else { return Self.tree("a") }
            begun.record(true)
            try await Task.sleep(for: .seconds(3_600))
            return Self.tree("b")
        }
        let first = await watcher.refresh().status
        isEndless.withLock { $0 = true }
        let reading = Task { await watcher.refresh() }
        #expect(await eventually { begun.all.count == 1 })
        reading.cancel()
        #expect(await reading.value.status == first)
        let stored = try #require(try await store.source(named: "default")).status.conditions
        #expect(stored.map(\.reason) == first.conditions.map(\.reason))
    }
}
