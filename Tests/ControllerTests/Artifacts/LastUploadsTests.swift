import Caching
import Foundation
import Model
import Scheduling
import Store
import Synchronization
import TestSupport
import Testing

@testable import Controller

/// The end of a controller whose bucket takes files and says nothing.
struct LastUploadsTests {
    private let environment = ObjectIdentity(kind: .environment, name: "dev")
    private let revision = Revision(ref: "main", commit: GitObjectID(rawValue: "c"))

    /// A run that is over and whose file waits.
    private func leave(_ store: Store, _ disk: DiskArtifacts, _ folder: URL) async throws {
        let data = Data("x".utf8)
        let source = folder.appending(path: "left")
        try data.write(to: source)
        let artifact = AttemptArtifact(path: "left", size: 1, sha256: ContentDigest.sha256.name(of: data))
        try await disk.put(ArtifactFile(url: source, size: 1, sha256: artifact.sha256), as: artifact.sha256)
        let key = SuiteKey(suite: ObjectIdentity(kind: .testSuite, name: "s"), environment: "dev")
        let (run, lease) = (RunID(rawValue: "r-1"), LeaseToken(rawValue: "l"))
        try await store.startRun(
            RunRecord(
                id: run, suite: ResolvedSuite(key: key, tests: []), digest: Digest(rawValue: "d"),
                revision: revision, startedAt: Date()))
        let result = TaskResult(outcome: .passed, startedAt: Date(), duration: .milliseconds(1)).keeping([artifact])
        try await store.grantLease(
            AttemptRecord(
                run: run, task: "t", number: 1, lease: lease, worker: WorkerID(rawValue: "w"), leasedAt: Date()))
        _ = try await store.completeAttempt(lease: lease, result: result)
        let verdict = Verdict(
            run: run, digest: Digest(rawValue: "d"), revision: revision, outcome: .passed,
            counts: OutcomeCounts(passed: 1), startedAt: Date(), endedAt: Date())
        _ = try await store.finishRun(FinishedRun(key: key, verdict: verdict, tasks: []), record: SuiteRecord(key: key))
    }

    /// Breaks when `stop()` does not reach what `once` waits for, or the loop's end waits for uploads.
    @Test(.timeLimit(.minutes(5)), arguments: [true, false])
    func aStopDoesNotWaitForTheBucket(_ once: Bool) async throws {
        let fixture = try await ControllerFixture()
        fixture.commit([
            "env.yaml": """
            apiVersion: rondo.dev/v1
            kind: Environment
            metadata: { name: dev }
            spec: { type: dev, artifacts: { provider: aws, bucket: things } }
            """
        ])
        #expect(try await fixture.converge() == .asDesired)
        let disk = DiskArtifacts(stateFolder: fixture.directory.url)
        try await leave(fixture.store, disk, fixture.directory.url)
        #expect(try await fixture.store.openUploads(limit: 10).count == 1)
        let bucket = ArtifactUploaderTests.FakeBucket()
        bucket.state.withLock { $0.hangs = true }
        let uploader = ArtifactUploader(
            store: fixture.store, disk: disk, buckets: ArtifactBuckets([.aws: bucket]), clock: SystemWallClock(),
            report: { fixture.events.record($0) })
        let controller = fixture.controller(once: once, uploader: uploader).controller
        try await controller.restore()
        let running = Task { try await controller.run() }
        #expect(await eventually { bucket.state.withLock { $0.puts } > 0 })
        if once { #expect(await eventually { await controller.lastUploads != nil }) }
        await controller.stop()
        #expect(try await running.value == .asDesired)
        #expect(try await fixture.store.openUploads(limit: 10).count == 1, "it waits for the next controller")
    }
}
