import API
import Crypto
import Foundation
import Glibc
import Model
import Synchronization
import TestSupport

/// Plays the controller's side of the worker protocol on loopback, as strictly as the real one does.
final class FakeController: Sendable {
    struct State {
        var joinTokens: Set<String> = ["join-me"]
        /// Credential to the worker's public key.
        var credentials: [String: Data] = [:]
        /// Public keys outlive credentials, as the real ones name them.
        var publicKeys: [String: Data] = [:]
        var spentProofs: Set<Int64> = []
        var hello: WorkerHello?
        var queue: [LeaseGrant] = []
        var lost: Set<LeaseToken> = []
        var cancel: Set<LeaseToken> = []
        var heartbeats: [[LeaseToken]] = []
        var results: [LeaseToken: TaskResult] = [:]
        var logs: [LeaseToken: FakeLog] = [:]
        /// What it hands out, and in parts of how many bytes.
        var blobs: [GitObjectID: Data] = [:]
        var partBytes = BlobRequest.partBytes
        /// SHA-256 to what came of an artifact.
        var artifacts: [String: Data] = [:]
        var cases: [LeaseToken: FakeCases] = [:]
        /// How many batches of cases are stored though their answer says that they are not.
        var lostCaseAnswers = 0
        /// After so many batches of an attempt no more are kept.
        var keptBatches = Int.max
        /// How many log requests are stored though their answer says that they are not.
        var lostLogAnswers = 0
        /// Log requests fail until their attempt has its result.
        var takesLogsLate = false
        var calls: [String: Int] = [:]
        /// What a path answers instead of serving.
        var failures: [String: (status: Int, code: ErrorResource.Code)] = [:]
        var credentialLife = TimeSpan.minutes(60)
        var acceptsRejoin = true
    }

    let stateDirectory: URL
    private let heartbeat: TimeSpan
    private let state = Mutex(State())
    private let server = Mutex<LoopbackServer?>(nil)

    init(stateDirectory: URL, heartbeat: TimeSpan = .milliseconds(20)) throws {
        self.stateDirectory = stateDirectory
        self.heartbeat = heartbeat
        try FileManager.default.createDirectory(at: stateDirectory, withIntermediateDirectories: true)
    }

    deinit { stop() }

    func read<Value>(_ body: (State) -> Value) -> Value { state.withLock { body($0) } }
    func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

    // MARK: Life

    /// Listens on a port of its own and says so in `controller.json`.
    func start() throws {
        let listening = try LoopbackServer { [weak self] request in
            self?.answer(request) ?? LoopbackServer.Response(status: 503)
        }
        server.withLock { $0 = listening }
        let record = EndpointFile(url: listening.url, pid: getpid(), startedAt: Date())
        let file = stateDirectory.appending(path: EndpointFile.name)
        try APICoding.encode(record).write(to: file, options: .atomic)
    }

    /// As `kill -9` would: `controller.json` still names the dead port.
    func stop() {
        let listening = server.withLock { server in
            defer { server = nil }
            return server
        }
        listening?.stop()
    }

    private var isListening: Bool { server.withLock { $0 != nil } }

    // MARK: Answers

    private func answer(_ request: LoopbackServer.Request) -> LoopbackServer.Response {
        let path = String(request.target.prefix { $0 != "?" })
        let failure = state.withLock { state in
            state.calls[path, default: 0] += 1
            return state.failures[path]
        }
        if let failure { return Self.error(failure.status, failure.code) }
        do {
            switch path {
            case "/worker/v1/join": return try join(APICoding.decode(JoinRequest.self, from: request.body))
            case "/worker/v1/rejoin": return try rejoin(APICoding.decode(RejoinRequest.self, from: request.body))
            default: break
            }
            let bearer = request.headers["authorization"].map { String($0.dropFirst("Bearer ".count)) } ?? ""
            guard let key = state.withLock({ $0.credentials[bearer] }) else { return Self.error(401, .unauthorized) }
            switch path {
            case "/worker/v1/renew": return try issue(key)
            case "/worker/v1/lease": return try lease(APICoding.decode(LeaseRequest.self, from: request.body))
            case "/worker/v1/heartbeat":
                let message = try APICoding.decode(HeartbeatRequest.self, from: request.body)
                let cancel = state.withLock { state in
                    state.heartbeats.append(message.leases)
                    return state.cancel.sorted()
                }
                return try Self.json(HeartbeatResponse(cancel: cancel))
            case "/worker/v1/result":
                let message = try APICoding.decode(ResultRequest.self, from: request.body)
                let isAccepted = state.withLock { state in
                    guard !state.lost.contains(message.lease), state.results[message.lease] == nil else { return false }
                    state.results[message.lease] = message.result
                    return true
                }
                return isAccepted ? LoopbackServer.Response(status: 204) : Self.error(409, .leaseLost)
            case "/worker/v1/blob":
                let message = try APICoding.decode(BlobRequest.self, from: request.body)
                let part = state.withLock { state in
                    state.blobs[message.blob].map { Data($0.dropFirst(message.offset).prefix(state.partBytes)) }
                }
                return part.map { LoopbackServer.Response(body: $0) } ?? Self.error(404, .notFound)
            case "/worker/v1/artifact":
                return try artifact(URLComponents(string: request.target)?.queryItems ?? [], request.body)
            case "/worker/v1/logs":
                return log(try APICoding.decode(LogsRequest.self, from: request.body), bytes: request.body.count)
            case "/worker/v1/cases":
                return try take(APICoding.decode(CasesRequest.self, from: request.body), bytes: request.body.count)
            default: return Self.error(404, .notFound)
            }
        } catch {
            return Self.error(400, .badRequest)
        }
    }

    private func join(_ request: JoinRequest) throws -> LoopbackServer.Response {
        let isValid = state.withLock { state in
            state.hello = request.hello
            return state.joinTokens.remove(request.token) != nil
        }
        return isValid ? try issue(request.publicKey) : Self.error(401, .unauthorized)
    }

    private func rejoin(_ request: RejoinRequest) throws -> LoopbackServer.Response {
        let (data, accepts) = state.withLock { ($0.publicKeys[request.credential], $0.acceptsRejoin) }
        guard accepts, let data else { return Self.error(401, .unauthorized) }
        let key = try Curve25519.Signing.PublicKey(rawRepresentation: data)
        let message = RejoinProof.message(worker: WorkerID(rawValue: "pool-0"), time: request.time)
        let isFresh = state.withLock { $0.spentProofs.insert(RejoinProof.seconds(request.time)).inserted }
        guard isFresh, key.isValidSignature(request.signature, for: message),
            abs(request.time.timeIntervalSinceNow) < 60
        else { return Self.error(401, .unauthorized) }
        state.withLock { $0.hello = request.hello }
        return try issue(data)
    }

    private func issue(_ publicKey: Data) throws -> LoopbackServer.Response {
        let credential = UUID().uuidString
        let life = state.withLock { state in
            state.credentials[credential] = publicKey
            state.publicKeys[credential] = publicKey
            return state.credentialLife
        }
        return try Self.json(
            CredentialResponse(
                worker: WorkerID(rawValue: "pool-0"), credential: credential,
                expiresAt: Date(timeIntervalSinceNow: life.seconds), lease: .seconds(15), heartbeat: heartbeat))
    }

    private func lease(_ request: LeaseRequest) throws -> LoopbackServer.Response {
        let deadline = ContinuousClock.now.advanced(by: request.wait.duration)
        while isListening, ContinuousClock.now < deadline {
            let grant = state.withLock { $0.queue.isEmpty ? nil : $0.queue.removeFirst() }
            if let grant { return try Self.json(grant) }
            usleep(2_000)
        }
        return LoopbackServer.Response(status: 204)
    }

    private func artifact(_ query: [URLQueryItem], _ body: Data) throws -> LoopbackServer.Response {
        func value(_ name: String) -> String { query.first { $0.name == name }?.value ?? "" }
        let received = state.withLock { state in
            if state.artifacts[value("sha256")]?.count ?? 0 == Int(value("offset")) {
                state.artifacts[value("sha256"), default: Data()].append(body)
            }
            return state.artifacts[value("sha256")]?.count ?? 0
        }
        return try Self.json(ArtifactProgress(received: received))
    }

    /// Stores chunks as the real one does, and notes what no honest worker sends.
    private func log(_ message: LogsRequest, bytes: Int) -> LoopbackServer.Response {
        state.withLock { state in
            guard !state.lost.contains(message.lease) else { return Self.error(409, .leaseLost) }
            if state.takesLogsLate, state.results[message.lease] == nil { return Self.error(503, .internalError) }
            var log = state.logs[message.lease] ?? FakeLog()
            log.take(message, bytes: bytes, hasResult: state.results[message.lease] != nil)
            state.logs[message.lease] = log
            guard state.lostLogAnswers == 0 else {
                state.lostLogAnswers -= 1
                return Self.error(503, .internalError)
            }
            return LoopbackServer.Response(status: 204)
        }
    }

    /// Stores a batch as the real one does, and notes what no honest worker sends.
    private func take(_ message: CasesRequest, bytes: Int) throws -> LoopbackServer.Response {
        try state.withLock { state in
            guard !state.lost.contains(message.lease), state.results[message.lease] == nil else {
                return Self.error(409, .leaseLost)
            }
            var cases = state.cases[message.lease] ?? FakeCases()
            guard cases.batches.count < state.keptBatches else { return try Self.json(CasesResponse(kept: false)) }
            cases.take(message, bytes: bytes)
            state.cases[message.lease] = cases
            guard state.lostCaseAnswers == 0 else {
                state.lostCaseAnswers -= 1
                return Self.error(503, .internalError)
            }
            return try Self.json(CasesResponse(kept: true))
        }
    }

    private static func json(_ value: some Encodable) throws -> LoopbackServer.Response {
        LoopbackServer.Response(body: try APICoding.encode(value))
    }

    private static func error(_ status: Int, _ code: ErrorResource.Code) -> LoopbackServer.Response {
        let body = try? APICoding.encode(ErrorResource(code: code, message: "fake \(code.rawValue)"))
        return LoopbackServer.Response(status: status, body: body ?? Data())
    }
}
