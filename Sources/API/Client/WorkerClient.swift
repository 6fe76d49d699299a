package import HTTPTransport
package import Model

/// The worker's side of the worker protocol, against one controller.
package struct WorkerClient: Sendable {
    private let api: APIClient

    package init(baseURL: String, http: HTTPClient) { api = APIClient(baseURL: baseURL, token: nil, http: http) }

    package func join(_ request: JoinRequest) async throws(APIError) -> CredentialResponse {
        try await api.post(APIRequest("worker", "v1", "join"), request)
    }

    package func rejoin(_ request: RejoinRequest) async throws(APIError) -> CredentialResponse {
        try await api.post(APIRequest("worker", "v1", "rejoin"), request)
    }

    package func renew(_ credential: Secret) async throws(APIError) -> CredentialResponse {
        try await api.with(token: credential).post(APIRequest("worker", "v1", "renew"), [String: String]())
    }

    /// Waits for a task up to `wait`, as long as the controller holds the request; nil when none came.
    package func lease(wait: TimeSpan, _ credential: Secret) async throws(APIError) -> LeaseGrant? {
        let answer = try await api.with(token: credential).send(
            APIRequest("worker", "v1", "lease"), LeaseRequest(wait: wait), timeout: wait.duration + .seconds(15))
        return answer.isEmpty ? nil : try api.decode(LeaseGrant.self, from: answer)
    }

    package func heartbeat(_ leases: [LeaseToken], _ credential: Secret) async throws(APIError) -> HeartbeatResponse {
        try await api.with(token: credential).post(
            APIRequest("worker", "v1", "heartbeat"), HeartbeatRequest(leases: leases), timeout: .seconds(5))
    }

    /// Throws `leaseLost` when the attempt's result no longer counts.
    package func report(_ result: TaskResult, for lease: LeaseToken, _ credential: Secret) async throws(APIError) {
        _ = try await api.with(token: credential).send(
            APIRequest("worker", "v1", "result"), ResultRequest(lease: lease, result: result))
    }
}
