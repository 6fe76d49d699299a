import API
import Caching
import Controller
import Foundation
import HTTPTransport
import Hummingbird
import Model
import Scheduling
import Store
import TestSupport
import Testing

@testable import Server

/// Who gets which file, and who may leave one.
struct WorkerFileRoutesTests {
    private let directory: TemporaryDirectory
    private let dispatcher: Dispatcher
    private let artifacts: DiskArtifacts
    private let worker: WorkerClient
    private let server: ListeningServer

    private static let pool = ObjectIdentity(kind: .cloudResource, name: "pool")
    private static let text = "A1,2450\n"
    private static let blob = GitObjectID(rawValue: ContentDigest.gitBlob.name(of: Data(text.utf8)))

    init() async throws {
        directory = try TemporaryDirectory()
        let store = try await Store.open(directory: directory.url)
        dispatcher = Dispatcher(
            store: store, wall: SystemWallClock(), events: { _ in },
            prepare: { PreparedTask(definition: $0.definition) })
        await dispatcher.setPools([
            PoolCapacity(
                object: Self.pool, environment: ObjectIdentity(kind: .environment, name: "dev"), capabilities: [:],
                replicas: 1)
        ])
        artifacts = DiskArtifacts(stateFolder: directory.url)
        let source: SourceFiles = { files, folder in
            for file in files { try? Data(Self.text.utf8).write(to: folder.appending(path: file.blob.rawValue)) }
            return [:]
        }
        let files = AttemptFiles(directory: directory.url.appending(path: "blobs"), sources: [source])
        let routes = WorkerFileRoutes(dispatcher: dispatcher, files: files, artifacts: artifacts)
        server = try await ListeningServer.start(host: "127.0.0.1", port: 0) {
            (request: Request, _: BasicRequestContext) in
            let name = request.headers[.authorization]?.split(separator: " ").last.map(String.init) ?? ""
            do {
                return request.uri.path.hasSuffix("blob")
                    ? try await routes.blob(request, from: WorkerID(rawValue: name))
                    : try await routes.artifact(request, from: WorkerID(rawValue: name))
            } catch let problem as RequestProblem {
                return try Replies.error(problem.code, problem.message)
            }
        }
        worker = WorkerClient(ControllerAddress(url: "http://127.0.0.1:\(server.port)"), http: HTTPClient())
        var keeping = TestSettings(name: "a")
        keeping.artifacts = TestArtifacts(paths: ["*"])
        try await dispatcher.startRun(
            RunRecord(
                id: RunID(rawValue: "r-1"),
                suite: ResolvedSuite(
                    key: SuiteKey(suite: ObjectIdentity(kind: .testSuite, name: "smoke"), environment: "dev"),
                    tests: [keeping, TestSettings(name: "b")].map {
                        TestDefinition(settings: $0, body: .command(CommandSpec(run: ["true"])))
                    },
                    scratchFiles: ["a": [ScratchFile(path: "prices", origin: "prices", blob: Self.blob)]]),
                digest: Digest(rawValue: "d"),
                revision: Revision(ref: "main", commit: GitObjectID(rawValue: "4f2c91e")), startedAt: Date()))
    }

    private func lease(_ name: String) async throws -> LeaseToken {
        let record = WorkerRecord(
            id: WorkerID(rawValue: name),
            tags: InstanceTags(
                installation: InstallationID(rawValue: "i"), object: Self.pool, ordinal: 0, incarnation: 1,
                specHash: Digest(rawValue: "s")),
            capabilities: [:], resources: InstanceResources(), slots: 2, version: "1", joinedAt: Date(),
            lastSeen: Date())
        return try #require(try await dispatcher.lease(worker: record, wait: .zero)).lease
    }

    /// Breaks when another worker's lease, or another test's file, is enough.
    @Test func aFileIsForTheWorkerThatHoldsItsAttempt() async throws {
        let (a, b) = (try await lease("w-1"), try await lease("w-2"))
        let whole = try await worker.part(BlobRequest(lease: a, blob: Self.blob, offset: 0), Secret("w-1"))
        #expect(whole == Data(Self.text.utf8))
        #expect(
            try await worker.part(BlobRequest(lease: a, blob: Self.blob, offset: 8), Secret("w-1")) == Data())
        await #expect(throws: APIError.leaseLost) {
            try await worker.part(BlobRequest(lease: a, blob: Self.blob, offset: 0), Secret("w-2"))
        }
        await #expect(throws: APIError.notFound(message: "the attempt has no file with the contents \(Self.blob)")) {
            try await worker.part(BlobRequest(lease: b, blob: Self.blob, offset: 0), Secret("w-2"))
        }
        _ = try await dispatcher.complete(
            worker: WorkerID(rawValue: "w-1"), lease: a, result: Self.result([]))
        await #expect(throws: APIError.leaseLost) {
            try await worker.part(BlobRequest(lease: a, blob: Self.blob, offset: 0), Secret("w-1"))
        }
        await server.stop()
    }

    private static func result(_ artifacts: [AttemptArtifact]) -> TaskResult {
        TaskResult(outcome: .passed, startedAt: Date(), duration: .milliseconds(1)).keeping(artifacts)
    }

    private static func artifact(_ text: String) -> AttemptArtifact {
        AttemptArtifact(
            path: text, size: text.utf8.count, sha256: ContentDigest.sha256.name(of: Data(text.utf8)))
    }

    private func send(_ text: String, _ lease: LeaseToken, as name: String) async throws -> Int {
        let artifact = Self.artifact(text)
        return try await worker.send(
            Data(text.utf8), ArtifactPart(lease: lease, sha256: artifact.sha256, size: artifact.size, offset: 0),
            Secret(name)
        ).received
    }

    /// Breaks when a lease that is not the sender's is taken, or a test that asks for none leaves some.
    @Test func onlyAnAttemptThatMayKeepsArtifacts() async throws {
        let (a, b) = (try await lease("w-1"), try await lease("w-2"))
        #expect(try await send("kept", a, as: "w-1") == 4)
        await #expect(throws: APIError.leaseLost) { try await send("x", a, as: "w-2") }
        await #expect(throws: APIError.badRequest(message: "`b` keeps no artifacts")) {
            try await send("x", b, as: "w-2")
        }
        await #expect(throws: APIError.self) {
            _ = try await worker.send(
                Data("other".utf8),
                ArtifactPart(lease: a, sha256: Self.artifact("kept!").sha256, size: 5, offset: 0), Secret("w-1"))
        }
        await server.stop()
    }

    /// Breaks when a result may name what never came whole.
    @Test func aResultKeepsOnlyWhatCameWhole() async throws {
        let a = try await lease("w-1")
        _ = try await send("kept", a, as: "w-1")
        let routes = WorkerFileRoutes(dispatcher: dispatcher, files: nil, artifacts: artifacts)
        let half = Self.artifact("never came")
        let named = Self.result([Self.artifact("kept"), half])
        #expect(await routes.checked(named, of: a).artifacts == [Self.artifact("kept")])
        #expect(await routes.checked(Self.result([half]), of: a).artifacts == nil)
        let none = WorkerFileRoutes(dispatcher: dispatcher, files: nil, artifacts: nil)
        #expect(await none.checked(named, of: a).artifacts == nil)
        await server.stop()
    }
}
