import Foundation
import Model
import TestSupport
import Testing

@testable import Store

/// What is to be brought into buckets, and what is there.
struct UploadsTests {
    private let directory: TemporaryDirectory
    private let store: Store
    private let key = SuiteKey(
        suite: ObjectIdentity(kind: .testSuite, namespace: "shop", name: "s"), environment: "dev")
    private let revision = Revision(ref: "main", commit: GitObjectID(rawValue: "c"))

    init() async throws {
        directory = try TemporaryDirectory()
        store = try await Store.open(directory: directory.url)
    }

    private func apply(_ settings: ArtifactSettings?) async throws {
        let identity = ObjectIdentity(kind: .environment, namespace: "shop", name: "dev")
        let spec = EnvironmentSpec(
            type: .dev, secrets: ["key": .environmentVariable("KEY"), "other": .environmentVariable("X")],
            clouds: CloudAccounts(
                aws: CloudAccount(
                    credentials: .key(accessKey: "${{ secrets.key }}", secretKey: "${{ secrets.key }}", region: nil),
                    region: "eu-west-1")),
            artifacts: settings)
        try await store.saveObject(
            ObservedObject(
                declared: DeclaredObject(identity: identity, spec: .environment(spec)), source: "default",
                specHash: Digest(rawValue: "h"), generation: 1, revision: revision, status: ObjectStatus(),
                createdAt: Date()))
    }

    private func result(_ names: String...) -> TaskResult {
        TaskResult(outcome: .passed, startedAt: Date(), duration: .milliseconds(1)).keeping(
            names.map { AttemptArtifact(path: "out/\($0)", size: 1, sha256: "sha-\($0)") })
    }

    /// A run with one attempt that has its result.
    private func record(_ id: String, _ result: TaskResult) async throws -> RunID {
        let run = RunID(rawValue: id)
        try await store.startRun(
            RunRecord(
                id: run, suite: ResolvedSuite(key: key, tests: []), digest: Digest(rawValue: "d"),
                revision: revision, startedAt: Date()))
        let lease = LeaseToken(rawValue: "l-\(id)")
        try await store.grantLease(
            AttemptRecord(
                run: run, task: "a", number: 1, lease: lease, worker: WorkerID(rawValue: "w"), leasedAt: Date()))
        #expect(try await store.completeAttempt(lease: lease, result: result))
        #expect(try await !store.completeAttempt(lease: lease, result: result))
        return run
    }

    private func end(_ run: RunID, _ result: TaskResult) async throws {
        let verdict = Verdict(
            run: run, digest: Digest(rawValue: "d"), revision: revision, outcome: .passed,
            counts: OutcomeCounts(passed: 1), startedAt: Date(), endedAt: Date())
        let attempt = AttemptRecord(
            run: run, task: "a", number: 1, lease: LeaseToken(rawValue: "l"), worker: WorkerID(rawValue: "w"),
            leasedAt: Date(), result: result)
        try await store.finishRun(
            FinishedRun(
                key: key, verdict: verdict,
                tasks: [TaskRecord(name: "a", outcome: .passed, flaky: false, message: nil, attempts: [attempt])]),
            record: SuiteRecord(key: key))
    }

    /// Breaks when the rows are not written with the result, twice for one, or without what is needed to sign in.
    @Test func aResultBringsItsUploadsWithIt() async throws {
        try await apply(ArtifactSettings(provider: .aws, bucket: "things", prefix: "/ci/", retention: TimeSpan("36h")))
        let run = try await record("r-1", result("x", "y"))
        let open = try await store.openUploads(limit: 10)
        #expect(
            open.map(\.upload.key) == [
                "ci/shop/dev/r-1/a/1/out/x", "ci/shop/dev/r-1/a/1/out/y",
            ])
        let bucket = try #require(open.first?.upload.bucket)
        #expect(bucket.name == "things" && bucket.region == "eu-west-1" && bucket.secrets.keys.sorted() == ["key"])
        #expect(bucket.expiry == ExpiryRule(prefix: "ci/shop/dev/", days: 2))
        #expect(open.first?.environment?.identity.name == "dev")
        #expect(try await store.uploads(of: run).count == 2)
        #expect(try await store.openUploads(besides: [bucket.environment], limit: 10).isEmpty)
        let numbers = open.map(\.number)
        #expect(try await store.openUploads(without: [numbers[0]], limit: 10).map(\.number) == [numbers[1]])
        #expect(try await store.openUploads(last: [numbers[0]], limit: 10).map(\.number) == numbers.reversed())
        #expect(try await store.openUploads(last: [numbers[0]], limit: 1).map(\.number) == [numbers[1]])
    }

    @Test(arguments: [nil, ArtifactSettings(provider: .local), ArtifactSettings(provider: .gcp, bucket: "b")])
    func whatStaysOnTheDiskIsNotQueued(_ settings: ArtifactSettings?) async throws {
        try await apply(settings)
        _ = try await record("r-1", result("x"))
        #expect(try await store.openUploads(limit: 10).isEmpty)
    }

    /// Breaks when the disk's copy goes before the bucket has it, or stays for good though it has.
    @Test func theDiskIsNeededUntilTheBucketHasIt() async throws {
        try await apply(ArtifactSettings(provider: .aws, bucket: "things"))
        let run = try await record("r-1", result("x", "y"))
        try await end(run, result("x", "y"))
        #expect(try await store.referredArtifacts() == ["sha-x", "sha-y"])
        let first = try #require(try await store.openUploads(limit: 10).first)
        try await store.finishUpload(first.upload.uploaded(at: Date(), region: "eu-west-1"))
        #expect(try await store.referredArtifacts() == ["sha-y"])
        // What another run refers to is not in a bucket for it.
        try await apply(nil)
        let other = try await record("r-2", result("x"))
        try await end(other, result("x"))
        #expect(try await store.referredArtifacts() == ["sha-x", "sha-y"])
        #expect(try await store.uploads(of: run).map { $0.uploadedAt != nil } == [true, false])
    }

    /// Breaks when what waits is forgotten with its run, or places are kept for good.
    @Test func placesGoWithTheirRunAndWhatWaitsDoesNot() async throws {
        try await apply(ArtifactSettings(provider: .aws, bucket: "things"))
        let run = try await record("r-1", result("x", "y"))
        let first = try #require(try await store.openUploads(limit: 10).first)
        try await store.finishUpload(first.upload.uploaded(at: Date(), region: "eu-west-1"))
        try await store.sweepUploads()
        #expect(try await store.uploads(of: run).count == 2, "the run is under way")
        try await end(run, result("x", "y"))
        try await store.sweepUploads()
        #expect(try await store.uploads(of: run).count == 2, "the run is in history")
        try await store.sweepHistory(keepRuns: 0)
        try await store.sweepUploads()
        #expect(try await store.uploads(of: run).map(\.artifact.path) == ["out/y"])
        #expect(try await store.referredArtifacts() == ["sha-y"])
        try await store.dropUpload(try #require(try await store.openUploads(limit: 1).first).upload)
        #expect(try await store.uploads(of: run).isEmpty)
    }

    @Test func rulesOfExpiryAreRemembered() async throws {
        let rule = ExpiryRule(prefix: "p/", days: 3)
        #expect(try await store.expiryRule("id", in: "aws::b") == nil)
        try await store.saveExpiryRule("id", in: "aws::b", rule)
        #expect(try await store.expiryRule("id", in: "aws::b") == rule)
        #expect(try await store.expiryRule("id", in: "aws::c") == nil)
        try await store.saveExpiryRule("id", in: "aws::b", nil)
        #expect(try await store.expiryRule("id", in: "aws::b") == nil)
    }
}
