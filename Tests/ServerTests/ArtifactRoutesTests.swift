import Controller
import Foundation
import HTTPTransport
import Model
import Scheduling
import Store
import TestSupport
import Testing

/// Parts of files that only a bucket has any more.
struct ArtifactRoutesTests {
    /// Has "0123456789" under every name, and notes what it is asked for.
    private struct Digits: BucketStore, BucketOpener {
        let region = "eu-west-1"
        let offsets = Recorder<Int>()

        func open(_ bucket: ArtifactBucket) -> any BucketStore { self }
        func put(_ file: ArtifactFile, as name: String) {}
        func read(_ name: String, at offset: Int, upTo count: Int) -> Data? {
            offsets.record(offset)
            return Data(Data("0123456789".utf8).dropFirst(offset).prefix(count))
        }
        func link(to name: String, for life: Duration) -> ArtifactLink? { nil }
        func list(_ prefix: String) -> [StoredArtifact] { [] }
        func remove(_ name: String) {}
        func expire(_ id: String, _ rule: ExpiryRule?) {}
    }

    private static let artifact = AttemptArtifact(path: "out/x", size: 10, sha256: String(repeating: "ab", count: 32))

    private static func prepare(_ store: Store) async throws {
        let environment = ObjectIdentity(kind: .environment, name: "dev")
        let revision = Revision(ref: "main", commit: GitObjectID(rawValue: "c"))
        try await store.saveObject(
            ObservedObject(
                declared: DeclaredObject(
                    identity: environment,
                    spec: .environment(
                        EnvironmentSpec(type: .dev, artifacts: ArtifactSettings(provider: .aws, bucket: "things")))),
                source: "default", specHash: Digest(rawValue: "h"), revision: revision, createdAt: Date()))
        let key = SuiteKey(suite: ObjectIdentity(kind: .testSuite, name: "s"), environment: "dev")
        let (run, lease) = (RunID(rawValue: "r-1"), LeaseToken(rawValue: "l"))
        try await store.startRun(
            RunRecord(
                id: run, suite: ResolvedSuite(key: key, tests: []), digest: Digest(rawValue: "d"), revision: revision,
                startedAt: Date()))
        let leased = AttemptRecord(
            run: run, task: "t", number: 1, lease: lease, worker: WorkerID(rawValue: "w"), leasedAt: Date())
        let result = TaskResult(outcome: .passed, startedAt: Date(), duration: .milliseconds(1)).keeping([artifact])
        try await store.grantLease(leased)
        _ = try await store.completeAttempt(lease: lease, result: result)
        let ended = AttemptRecord(
            run: run, task: "t", number: 1, lease: lease, worker: WorkerID(rawValue: "w"), leasedAt: Date(),
            result: result)
        let verdict = Verdict(
            run: run, digest: Digest(rawValue: "d"), revision: revision, outcome: .passed,
            counts: OutcomeCounts(passed: 1), startedAt: Date(), endedAt: Date())
        _ = try await store.finishRun(
            FinishedRun(
                key: key, verdict: verdict,
                tasks: [TaskRecord(name: "t", outcome: .passed, flaky: false, message: nil, attempts: [ended])]),
            record: SuiteRecord(key: key))
        for open in try await store.openUploads(limit: 10) {
            try await store.finishUpload(open.upload.uploaded(at: Date(), region: "eu-west-1"))
        }
    }

    /// Breaks when a place is handed on that no file reaches: arithmetic on it would end the process.
    @Test("A part behind the end is empty, however far behind")
    func offsets() async throws {
        let digits = Digits()
        let server = try await ServerFixture(buckets: ArtifactBuckets([.aws: digits]), Self.prepare)
        let path = "/api/v1/runs/r-1/artifacts/\(Self.artifact.sha256)"
        for (offset, text) in [("0", "0123456789"), ("7", "789"), ("10", ""), ("11", ""), ("9223372036854775807", "")] {
            let answer = try await server.send("GET", "\(path)?offset=\(offset)")
            #expect(answer.status == 200 && answer.body == Data(text.utf8), "\(offset): \(answer.status)")
        }
        for offset in ["-1", "9223372036854775808", "x"] {
            #expect(try await server.send("GET", "\(path)?offset=\(offset)").status == 400)
        }
        #expect(digits.offsets.all == [0, 7, 10, 10, 10])
        await server.stop()
    }
}
