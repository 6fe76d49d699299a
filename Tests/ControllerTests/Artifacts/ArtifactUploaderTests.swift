import Caching
import Foundation
import Model
import Scheduling
import Store
import Synchronization
import TestSupport
import Testing

@testable import Controller

/// Files on their way into a bucket that does as a test says.
struct ArtifactUploaderTests {
    /// A bucket in memory.
    final class FakeBucket: BucketStore, BucketOpener {
        struct State {
            var files: [String: Data] = [:]
            var puts = 0
            var rules: [String: ExpiryRule] = [:]
            var ruleCalls = 0
            /// Names of buckets that are not there.
            var missing: Set<String> = []
            /// So many calls for rules find nobody.
            var outages = 0
            /// Why no rule is set.
            var ruleFault: CloudFault?
            /// Takes files and says nothing, until it is broken off.
            var hangs = false
            /// The ends of keys that are refused.
            var poison: Set<String> = []
        }

        struct Refusal: FieldError, ClassifiedCloudError, CustomStringConvertible {
            let field: String
            var fault = CloudFault.refused
            var description: String { "there is no such thing" }
        }

        let state: Mutex<State>
        let name: String
        private let root: FakeBucket?
        let region = "eu-west-1"

        init(_ name: String = "", of root: FakeBucket? = nil) {
            self.name = name
            self.root = root
            state = Mutex(State())
        }

        var base: FakeBucket { root ?? self }
        func open(_ bucket: ArtifactBucket) -> any BucketStore { FakeBucket(bucket.name, of: base) }

        func put(_ file: ArtifactFile, as key: String) async throws {
            let data = try Data(contentsOf: file.url)
            let hangs = base.state.withLock { state in
                state.puts += 1
                return state.hangs
            }
            if hangs { try await Task.sleep(for: .seconds(3_600)) }
            let isMissing = base.state.withLock { state in
                let isRefused = state.missing.contains(name) || state.poison.contains(where: key.hasSuffix)
                if !isRefused { state.files["\(name)/\(key)"] = data }
                return isRefused
            }
            if isMissing { throw Refusal(field: "artifacts.bucket") }
        }

        func read(_ key: String, at offset: Int, upTo count: Int) -> Data? {
            base.state.withLock { $0.files["\(name)/\(key)"].map { Data($0.dropFirst(offset).prefix(count)) } }
        }

        func link(to key: String, for life: Duration) -> ArtifactLink? {
            ArtifactLink(url: "https://\(name)/\(key)", expires: Date(timeIntervalSinceNow: life / .seconds(1)))
        }

        func list(_ prefix: String) -> [StoredArtifact] { [] }
        func remove(_ key: String) {}

        func expire(_ id: String, _ rule: ExpiryRule?) throws {
            let (fault, isOut) = base.state.withLock { state in
                state.ruleCalls += 1
                let isOut = state.outages > 0
                if isOut { state.outages -= 1 }
                if state.ruleFault == nil, !isOut { state.rules[id] = rule }
                return (state.ruleFault, isOut)
            }
            if isOut { throw CallError.noAnswer(CallScope(provider: .aws), within: .seconds(1)) }
            if let fault { throw Refusal(field: "artifacts.retention", fault: fault) }
        }
    }

    private let directory: TemporaryDirectory
    private let store: Store
    private let disk: DiskArtifacts
    private let bucket = FakeBucket()
    private let events = Recorder<Event>()
    private let changes = Recorder<Bool>()
    private let uploader: ArtifactUploader
    private let environment = ObjectIdentity(kind: .environment, name: "dev")
    private let key = SuiteKey(suite: ObjectIdentity(kind: .testSuite, name: "s"), environment: "dev")
    private let revision = Revision(ref: "main", commit: GitObjectID(rawValue: "c"))

    init() async throws {
        directory = try TemporaryDirectory()
        store = try await Store.open(directory: directory.url)
        disk = DiskArtifacts(stateFolder: directory.url)
        let (events, changes) = (events, changes)
        uploader = ArtifactUploader(
            store: store, disk: disk, buckets: ArtifactBuckets([.aws: bucket]), clock: SystemWallClock(),
            jitter: { 1 }, report: { events.record($0) }, changed: { changes.record(true) })
    }

    @discardableResult
    private func apply(_ settings: ArtifactSettings?) async throws -> DeclaredObject {
        let declared = DeclaredObject(
            identity: environment, spec: .environment(EnvironmentSpec(type: .dev, artifacts: settings)),
            location: SourceLocation(file: "env.yaml", line: 1, column: 1),
            fieldLocations: ["artifacts.bucket": SourceLocation(file: "env.yaml", line: 6, column: 38)])
        try await store.saveObject(
            ObservedObject(
                declared: declared, source: "default", specHash: Digest(rawValue: "h"), generation: 1,
                revision: revision, status: ObjectStatus(), createdAt: Date()))
        return declared
    }

    /// A run whose one attempt left these files, which are on the disk.
    @discardableResult
    private func run(_ id: String, _ contents: String...) async throws -> RunID {
        var artifacts: [AttemptArtifact] = []
        for (index, text) in contents.enumerated() {
            let data = Data(text.utf8)
            let source = directory.url.appending(path: UUID().uuidString)
            try data.write(to: source)
            let artifact = AttemptArtifact(
                path: "out/\(index)", size: data.count, sha256: ContentDigest.sha256.name(of: data))
            try await disk.put(
                ArtifactFile(url: source, size: data.count, sha256: artifact.sha256), as: artifact.sha256)
            artifacts.append(artifact)
        }
        let run = RunID(rawValue: id)
        try await store.startRun(
            RunRecord(
                id: run, suite: ResolvedSuite(key: key, tests: []), digest: Digest(rawValue: "d"),
                revision: revision, startedAt: Date()))
        let lease = LeaseToken(rawValue: "l-\(id)")
        try await store.grantLease(
            AttemptRecord(
                run: run, task: "t", number: 1, lease: lease, worker: WorkerID(rawValue: "w"), leasedAt: Date()))
        let result = TaskResult(outcome: .passed, startedAt: Date(), duration: .milliseconds(1)).keeping(artifacts)
        _ = try await store.completeAttempt(lease: lease, result: result)
        return run
    }

    /// Breaks when what is there is put again, or its place is not remembered.
    @Test func bringsEachFileOnceAndRemembersWhere() async throws {
        try await apply(ArtifactSettings(provider: .aws, bucket: "things", retention: TimeSpan("3d")))
        let run = try await run("r-1", "a", "b", "c", "d", "e", "f")
        await uploader.pass()
        await uploader.pass()
        let state = bucket.state.withLock { $0 }
        #expect(state.puts == 6 && state.files["things/default/dev/r-1/t/1/out/0"] == Data("a".utf8))
        #expect(state.rules == ["rondo: default/dev/": ExpiryRule(prefix: "default/dev/", days: 3)])
        #expect(state.ruleCalls == 1)
        let places = try await reader.places(of: run)
        #expect(places.count == 6 && places.allSatisfy { $0.state == .kept && $0.region == "eu-west-1" })
        #expect(places.first?.link?.url == "https://things/default/dev/r-1/t/1/out/0")
        // The disk's copy is gone, and the Environment too.
        try FileManager.default.removeItem(at: directory.url.appending(path: "artifacts"))
        try await store.deleteObject(environment)
        let digest = ContentDigest.sha256.name(of: Data("b".utf8))
        #expect(try await reader.read(digest, of: run, at: 0, upTo: 10) == Data("b".utf8))
        #expect(try await reader.read(String(repeating: "0", count: 64), of: run, at: 0, upTo: 10) == nil)
        #expect(events.all.isEmpty)
    }

    private var reader: ArtifactReader {
        ArtifactReader(store: store, disk: disk, buckets: ArtifactBuckets([.aws: bucket]))
    }

    /// Breaks when a failure is told each time, a pause is passed over, or what waits is bound to the old name.
    @Test func whatIsRefusedWaitsIsToldOnceAndGoesWhereGitSaysThen() async throws {
        bucket.state.withLock { $0.missing = ["wrong"] }
        let environment = try await apply(ArtifactSettings(provider: .aws, bucket: "wrong"))
        let run = try await run("r-1", "a")
        await uploader.pass()
        await uploader.pass()
        #expect(bucket.state.withLock { $0.puts } == 1, "it is left alone for a while")
        await uploader.settle(environment)
        #expect(events.all.map(\.reason) == [.artifactsWaiting])
        #expect(events.all.first?.message.contains("env.yaml:6:38: artifacts.bucket: there is no such thing") == true)
        #expect(try await reader.places(of: run).map(\.state) == [.waiting])
        let digest = ContentDigest.sha256.name(of: Data("a".utf8))
        #expect(try await reader.read(digest, of: run, at: 0, upTo: 10) == Data("a".utf8))
        try await apply(ArtifactSettings(provider: .aws, bucket: "right"))
        await uploader.pass()
        #expect(bucket.state.withLock { $0.files.keys.sorted() } == ["right/default/dev/r-1/t/1/out/0"])
        #expect(try await reader.places(of: run).map(\.bucket) == ["right"])
        #expect(events.all.map(\.reason) == [.artifactsWaiting, .artifactsKept])
    }

    @Test func filesStayOnTheDiskWhereGitNoLongerWantsThemAway() async throws {
        bucket.state.withLock { $0.missing = ["wrong"] }
        try await apply(ArtifactSettings(provider: .aws, bucket: "wrong"))
        try await run("r-1", "a")
        await uploader.pass()
        await uploader.settle(try await apply(nil))
        await uploader.pass()
        #expect(try await store.openUploads(limit: 10).isEmpty)
        #expect(bucket.state.withLock { $0.puts } == 1)
    }

    /// Breaks when the first file that is refused ends the pass.
    @Test func oneFileThatIsRefusedHoldsNoOtherUp() async throws {
        bucket.state.withLock { $0.poison = ["out/0"] }
        try await apply(ArtifactSettings(provider: .aws, bucket: "things"))
        let run = try await run("r-1", "a", "b", "c", "d", "e", "f")
        await uploader.pass()
        #expect(bucket.state.withLock { $0.files.count } == 5)
        #expect(try await reader.places(of: run).filter { $0.state == .waiting }.map(\.path) == ["out/0"])
        #expect(events.all.map(\.reason) == [.artifactsWaiting])
    }

    /// Breaks when a rule that can't be set keeps files from their bucket.
    @Test func aRuleThatIsRefusedHoldsNothingUp() async throws {
        bucket.state.withLock { $0.ruleFault = .refused }
        try await apply(ArtifactSettings(provider: .aws, bucket: "things", retention: TimeSpan("3d")))
        try await run("r-1", "a")
        await uploader.pass()
        try await run("r-2", "b")
        await uploader.pass()
        #expect(bucket.state.withLock { $0.files.count } == 2)
        #expect(bucket.state.withLock { $0.ruleCalls } == 1)
        #expect(events.all.count == 1 && events.all.first?.message.contains("`artifacts.retention`") == true)
    }

    /// Breaks when `settle` sets no rules: a changed retention would be in force at the next upload only.
    @Test func aRetentionIsInForceWithItsEnvironment() async throws {
        func settings(_ retention: TimeSpan?) -> ArtifactSettings {
            ArtifactSettings(provider: .aws, bucket: "things", retention: retention)
        }
        func rules() -> [String: ExpiryRule] { bucket.state.withLock { $0.rules } }
        await uploader.settle(try await apply(settings(TimeSpan("3d"))))
        await uploader.pass()
        #expect(rules() == ["rondo: default/dev/": ExpiryRule(prefix: "default/dev/", days: 3)])
        await uploader.settle(try await apply(settings(TimeSpan("5d"))))
        await uploader.pass()
        await uploader.settle(try await apply(settings(TimeSpan("5d"))))
        await uploader.pass()
        #expect(rules().values.map(\.days) == [5])
        #expect(bucket.state.withLock { $0.ruleCalls } == 2, "what is so already is not said again")
        await uploader.settle(try await apply(settings(nil)))
        await uploader.pass()
        #expect(rules().isEmpty && bucket.state.withLock { $0.puts } == 0)
        #expect(events.all.isEmpty)
    }

    /// Breaks when an outage is taken for a refusal, or is told at each pass.
    @Test func aRuleThatCouldNotBeSetIsSetAtTheNextPass() async throws {
        bucket.state.withLock { $0.outages = 2 }
        await uploader.settle(
            try await apply(ArtifactSettings(provider: .aws, bucket: "things", retention: TimeSpan("3d"))))
        for _ in 0..<3 { await uploader.pass() }
        #expect(bucket.state.withLock { $0.rules.count } == 1)
        #expect(events.all.count == 1 && events.all.first?.message.contains("did not answer") == true)
        await uploader.pass()
        #expect(bucket.state.withLock { $0.ruleCalls } == 3)
    }

    /// Breaks when what waits is not counted anew, or stays told when the bucket takes it.
    @Test func whatWaitsIsCountedUntilItIsThere() async throws {
        bucket.state.withLock { $0.missing = ["wrong"] }
        try await apply(ArtifactSettings(provider: .aws, bucket: "wrong"))
        #expect(await uploader.waitingArtifacts().isEmpty)
        try await run("r-1", "a", "b")
        await uploader.pass()
        let reason = "env.yaml:6:38: artifacts.bucket: there is no such thing"
        #expect(await uploader.waitingArtifacts() == [environment: WaitingArtifacts(count: 2, reason: reason)])
        try await run("r-2", "c")
        await uploader.pass()
        #expect(await uploader.waitingArtifacts()[environment]?.count == 3)
        let told = changes.all.count
        await uploader.pass()
        #expect(changes.all.count == told && told == 2, "nothing changed")
        await uploader.settle(try await apply(ArtifactSettings(provider: .aws, bucket: "right")))
        await uploader.pass()
        #expect(await uploader.waitingArtifacts().isEmpty && changes.all.count == 3)
    }

    /// Breaks when a rule that could not be set for once waits for another Environment.
    @Test func aRuleThatFailsInPassingIsTriedAgain() async throws {
        bucket.state.withLock { $0.ruleFault = .unavailable }
        try await apply(ArtifactSettings(provider: .aws, bucket: "things", retention: TimeSpan("3d")))
        for (run, text) in [("r-1", "a"), ("r-2", "b")] {
            try await self.run(run, text)
            await uploader.pass()
        }
        #expect(bucket.state.withLock { $0.ruleCalls } == 2)
        #expect(events.all.count == 1, "it is told once: \(events.all.map(\.message))")
        bucket.state.withLock { $0.ruleFault = nil }
        try await run("r-3", "c")
        await uploader.pass()
        #expect(bucket.state.withLock { $0.rules.count } == 1)
    }

    /// An uploader whose time the test sets forward.
    private func steppedUploader(at now: SharedInstant) -> ArtifactUploader {
        let events = events
        return ArtifactUploader(
            store: store, disk: disk, buckets: ArtifactBuckets([.aws: bucket]), clock: SystemWallClock(),
            time: MonotonicTime(now: { now.value }, sleep: { _ in try await Task.sleep(for: .seconds(60)) }),
            jitter: { 1 }, report: { events.record($0) })
    }

    /// Breaks when files are tried in the order of their age alone: the first four are a whole batch each time.
    @Test func filesThatAlwaysFailComeLast() async throws {
        let now = SharedInstant()
        let uploader = steppedUploader(at: now)
        bucket.state.withLock { $0.poison = ["r-1/t/1/out/0", "out/1", "out/2", "out/3"] }
        try await apply(ArtifactSettings(provider: .aws, bucket: "things"))
        try await run("r-1", "a", "b", "c", "d")
        let second = try await run("r-2", "e")
        await uploader.pass()
        #expect(bucket.state.withLock { $0.files.isEmpty })
        for _ in 0..<4 {
            now.advance(by: .seconds(700))
            await uploader.pass()
        }
        #expect(try await reader.places(of: second).map(\.state) == [.kept])
        // One that comes later does not wait for them.
        let third = try await run("r-3", "f")
        await uploader.pass()
        #expect(try await reader.places(of: third).map(\.state) == [.kept])
        #expect(events.all.map(\.reason) == [.artifactsWaiting], "\(events.all.map(\.message))")
        bucket.state.withLock { $0.poison = [] }
        now.advance(by: .seconds(700))
        await uploader.pass()
        #expect(try await store.openUploads(limit: 10).isEmpty)
        #expect(events.all.map(\.reason) == [.artifactsWaiting, .artifactsKept])
    }

    /// Breaks when being cancelled does not reach what is on its way, or counts as a failure.
    @Test(.timeLimit(.minutes(5))) func aStopBreaksOffWhatIsOnItsWay() async throws {
        bucket.state.withLock { $0.hangs = true }
        try await apply(ArtifactSettings(provider: .aws, bucket: "things"))
        try await run("r-1", "a", "b", "c", "d", "e", "f")
        let running = Task { await uploader.run() }
        #expect(await eventually { bucket.state.withLock { $0.puts } == 4 })
        // Another who waits for the same pass.
        let waiting = Task { await uploader.pass() }
        running.cancel()
        await running.value
        waiting.cancel()
        await waiting.value
        bucket.state.withLock { $0.hangs = false }
        #expect(events.all.isEmpty, "\(events.all.map(\.message))")
        await uploader.pass()
        #expect(bucket.state.withLock { $0.files.count } == 6, "nothing waits for a pause")
    }

    /// Breaks when the disk's own trouble is taken for the answer.
    @Test func aDiskThatCannotBeReadHidesNoBucket() async throws {
        try await apply(ArtifactSettings(provider: .aws, bucket: "things"))
        let run = try await run("r-1", "a")
        let digest = ContentDigest.sha256.name(of: Data("a".utf8))
        await uploader.pass()
        // Where most file systems have no place any more.
        #expect(try await reader.read(digest, of: run, at: Int.max, upTo: 10) == Data())
        let unknown = try await self.run("r-2", "b")
        await #expect(throws: (any Error).self) {
            let other = ContentDigest.sha256.name(of: Data("b".utf8))
            _ = try await reader.read(other, of: unknown, at: Int.max, upTo: 10)
        }
    }

    /// Breaks when an endpoint that the operator took back is still asked.
    @Test func onlyEndpointsThatAreAllowedAreAsked() async throws {
        let buckets = ArtifactBuckets([.aws: bucket])
        let bound = ArtifactBucket(
            environment: environment, name: "b", account: CloudAccount(endpoint: "http://10.0.0.1"))
        await #expect(throws: BucketRefusal.endpoint("http://10.0.0.1")) { try await buckets.open(bound) }
        let allowing = ArtifactBuckets(
            [.aws: bucket], allow: OperatorConfiguration.Allow(endpoints: ["http://10.0.0.1"]))
        _ = try await allowing.open(bound)
    }

    @Test func pausesGrowAndEnd() {
        var pauses = UploadPauses<ObjectIdentity>()
        let start = ContinuousClock.now
        let isFirst = pauses.failed(environment, now: start, jitter: 1)
        #expect(isFirst)
        #expect(pauses.waiting(at: start.advanced(by: .seconds(1))) == [environment])
        #expect(pauses.waiting(at: start.advanced(by: .seconds(3))).isEmpty)
        let later = (0..<20).map { _ in pauses.failed(environment, now: start, jitter: 1) }
        #expect(!later.contains(true))
        #expect(pauses.next(after: start) == start.advanced(by: .seconds(600)))
        #expect(pauses.next(after: start.advanced(by: .seconds(600))) == nil, "one that is over is no reason to look")
        pauses.forgive(environment, now: start)
        #expect(pauses.waiting(at: start).isEmpty)
        let told = pauses.failed(environment, now: start, jitter: 1)
        #expect(told, "of what changed it is told again")
        let ended = [pauses.succeeded(environment), pauses.succeeded(environment)]
        #expect(ended == [true, false] && pauses.next(after: start) == nil)
        let inPart = [
            pauses.failedInPart(environment, at: start), pauses.failedInPart(environment, at: start),
            pauses.failed(environment, now: start, jitter: 1),
        ]
        #expect(inPart == [true, false, false])
    }
}

/// A time that stands still until a test sets it forward.
private final class SharedInstant: Sendable {
    private let instant = Mutex<MonotonicInstant>(ContinuousClock.now)

    var value: MonotonicInstant { instant.withLock { $0 } }
    func advance(by duration: Duration) { instant.withLock { $0 = $0.advanced(by: duration) } }
}
