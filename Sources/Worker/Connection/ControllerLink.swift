import API
import Foundation
import HTTPTransport
import Model
import Synchronization

/// The way to the controller, wherever it runs: finds it, authorizes, joins again when it has forgotten this worker,
/// and remembers when it last answered.
final class ControllerLink: Sendable {
    private struct State {
        var membership: Membership
        /// What the worker says of itself.
        var hello: WorkerHello
        var lastAnswer: ContinuousClock.Instant
        /// Every proof of a second is taken once, so one rejoin serves all that need it.
        var rejoining: Task<Result<Membership, APIError>, Never>?
    }

    private let identity: WorkerIdentity
    private let dialer: ControllerDialer
    /// Where a rejoin runs that everybody waits for.
    private let thread: ReservedThread
    private let state: Mutex<State>

    init(
        identity: WorkerIdentity, hello: WorkerHello, dialer: ControllerDialer, thread: ReservedThread,
        membership: Membership
    ) {
        self.identity = identity
        self.dialer = dialer
        self.thread = thread
        state = Mutex(State(membership: membership, hello: hello, lastAnswer: .now))
    }

    var membership: Membership { state.withLock { $0.membership } }

    /// How long no controller has answered.
    var silence: Duration { state.withLock { $0.lastAnswer.duration(to: .now) } }

    func lease(wait: TimeSpan) async throws(APIError) -> LeaseGrant? {
        try await call { client, credential throws(APIError) in try await client.lease(wait: wait, credential) }
    }

    func heartbeat(_ leases: [LeaseToken]) async throws(APIError) -> HeartbeatResponse {
        try await call { client, credential throws(APIError) in try await client.heartbeat(leases, credential) }
    }

    func report(_ result: TaskResult, for lease: LeaseToken) async throws(APIError) {
        try await call { client, credential throws(APIError) in
            try await client.report(result, for: lease, credential)
        }
    }

    func send(_ chunks: [LogChunk], of lease: LeaseToken) async throws(APIError) {
        try await call { client, credential throws(APIError) in
            try await client.send(chunks, of: lease, credential)
        }
    }

    func part(of blob: GitObjectID, at offset: Int, for lease: LeaseToken) async throws(APIError) -> Data {
        try await call { client, credential throws(APIError) in
            try await client.part(BlobRequest(lease: lease, blob: blob, offset: offset), credential)
        }
    }

    func send(_ bytes: Data, _ part: ArtifactPart) async throws(APIError) -> ArtifactProgress {
        try await call { client, credential throws(APIError) in try await client.send(bytes, part, credential) }
    }

    /// Whether they were kept; false when there are as many as are kept of an attempt.
    func send(_ batch: CaseBatch, of lease: LeaseToken) async throws(APIError) -> Bool {
        try await call { client, credential throws(APIError) in
            try await client.send(batch, of: lease, credential)
        }
    }

    /// Asks for the next credential once half of this one's life is over.
    func renewIfDue() async throws(APIError) {
        guard ContinuousClock.now >= membership.renewAt else { return }
        let response = try await call { client, credential throws(APIError) in try await client.renew(credential) }
        state.withLock { $0.membership = Membership(response, now: Date(), instant: .now) }
    }

    /// Says of itself from now on what `hello` says, and joins again to tell it.
    func announce(_ hello: WorkerHello) async throws(APIError) {
        state.withLock { $0.hello = hello }
        _ = try await rejoined(after: membership)
    }

    // MARK: Authorization

    /// Calls with the credential; when it is refused, joins again and calls once more.
    private func call<Output: Sendable>(
        _ body: (WorkerClient, Secret) async throws(APIError) -> Output
    ) async throws(APIError) -> Output {
        let before = membership
        do {
            return try await attempt(before, body)
        } catch .unauthorized {
            return try await attempt(try await rejoined(after: before), body)
        }
    }

    private func attempt<Output: Sendable>(
        _ membership: Membership, _ body: (WorkerClient, Secret) async throws(APIError) -> Output
    ) async throws(APIError) -> Output {
        do {
            let output = try await body(try dialer.client(), membership.credential)
            markAnswer()
            return output
        } catch {
            switch error {
            case .notFound, .leaseLost, .badRequest: markAnswer()
            case .unreachable, .unauthorized, .server, .malformed, .cancelled: break
            }
            throw error
        }
    }

    private func markAnswer() { state.withLock { $0.lastAnswer = .now } }

    /// The membership that replaced `old`, by a rejoin of its own or of another caller.
    private func rejoined(after old: Membership) async throws(APIError) -> Membership {
        let task = state.withLock { state -> Task<Result<Membership, APIError>, Never>? in
            if state.membership.credential != old.credential { return nil }
            if let running = state.rejoining { return running }
            let task = Task(executorPreference: thread) { await self.rejoin(old) }
            state.rejoining = task
            return task
        }
        guard let task else { return membership }
        return try await task.value.get()
    }

    private func rejoin(_ old: Membership) async -> Result<Membership, APIError> {
        let result: Result<Membership, APIError>
        do throws(APIError) {
            let request: RejoinRequest
            do {
                request = try identity.rejoin(old, hello: state.withLock { $0.hello }, now: Date())
            } catch {
                throw .badRequest(message: "the proof of the key can't be signed: \(error)")
            }
            result = .success(Membership(try await dialer.client().rejoin(request), now: Date(), instant: .now))
        } catch {
            result = .failure(error)
        }
        state.withLock { state in
            if case .success(let membership) = result { state.membership = membership }
            state.rejoining = nil
        }
        return result
    }
}
