package import Foundation
package import HTTPTransport
package import Model

/// The worker's side of the worker protocol, against one controller.
package struct WorkerClient: Sendable {
    private let api: APIClient

    package init(_ address: ControllerAddress, http: HTTPClient) {
        api = APIClient(address, token: nil, http: http)
    }

    /// `POST /worker/v1/join`: trades the one-time token for a credential.
    package func join(_ request: JoinRequest) async throws(APIError) -> CredentialResponse {
        try await api.post(APIRequest("worker", "v1", "join"), request)
    }

    /// `POST /worker/v1/rejoin`: proves the key that an older credential names.
    package func rejoin(_ request: RejoinRequest) async throws(APIError) -> CredentialResponse {
        try await api.post(APIRequest("worker", "v1", "rejoin"), request)
    }

    /// `POST /worker/v1/renew`: a new credential for one that still lasts.
    package func renew(_ credential: Secret) async throws(APIError) -> CredentialResponse {
        try await api.with(token: credential).post(APIRequest("worker", "v1", "renew"), [String: String]())
    }

    /// Waits for a task up to `wait`, as long as the controller holds the request; nil when none came.
    package func lease(wait: TimeSpan, _ credential: Secret) async throws(APIError) -> LeaseGrant? {
        let answer = try await api.with(token: credential).send(
            APIRequest("worker", "v1", "lease"), LeaseRequest(wait: wait), timeout: wait.duration + .seconds(15))
        return answer.isEmpty ? nil : try api.decode(LeaseGrant.self, from: answer)
    }

    /// `POST /worker/v1/heartbeat`: which leases are held, and which of them must stop.
    package func heartbeat(_ leases: [LeaseToken], _ credential: Secret) async throws(APIError) -> HeartbeatResponse {
        try await api.with(token: credential).post(
            APIRequest("worker", "v1", "heartbeat"), HeartbeatRequest(leases: leases), timeout: .seconds(5))
    }

    /// Throws `leaseLost` when the attempt's result no longer counts.
    package func report(_ result: TaskResult, for lease: LeaseToken, _ credential: Secret) async throws(APIError) {
        _ = try await api.with(token: credential).send(
            APIRequest("worker", "v1", "result"), ResultRequest(lease: lease, result: result))
    }

    /// A part of a file that the attempt gets of the repository; empty behind its end.
    package func part(_ request: BlobRequest, _ credential: Secret) async throws(APIError) -> Data {
        try await api.with(token: credential).send(
            APIRequest("worker", "v1", "blob"), request, timeout: .seconds(60))
    }

    /// - Returns: how much of the file the controller has.
    package func send(
        _ bytes: Data, _ part: ArtifactPart, _ credential: Secret
    ) async throws(APIError) -> ArtifactProgress {
        let request = APIRequest(
            "worker", "v1", "artifact",
            query: [
                ("lease", part.lease.rawValue), ("sha256", part.sha256), ("size", "\(part.size)"),
                ("offset", "\(part.offset)"),
            ])
        return try api.decode(
            ArtifactProgress.self, from: try await api.with(token: credential).upload(request, bytes))
    }

    /// Throws `leaseLost` when the attempt's log is no longer taken.
    package func send(_ chunks: [LogChunk], of lease: LeaseToken, _ credential: Secret) async throws(APIError) {
        _ = try await api.with(token: credential).send(
            APIRequest("worker", "v1", "logs"), LogsRequest(lease: lease, chunks: chunks), timeout: .seconds(10))
    }

    /// Throws `leaseLost` when the attempt's cases are no longer taken.
    ///
    /// - Returns: whether they were kept; false when there are as many as are kept of an attempt.
    package func send(_ batch: CaseBatch, of lease: LeaseToken, _ credential: Secret) async throws(APIError) -> Bool {
        let answer = try await api.with(token: credential).send(
            APIRequest("worker", "v1", "cases"), CasesRequest(lease: lease, batch: batch), timeout: .seconds(30))
        return try api.decode(CasesResponse.self, from: answer).kept
    }
}
