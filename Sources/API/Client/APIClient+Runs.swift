package import Model

/// Runs: asked for and read.
extension APIClient {
    /// `GET /api/v1/runs`: those that wait, those under way and those that have ended, each the newest first.
    package func runs(suite: ObjectIdentity? = nil) async throws(APIError) -> ListResource<RunResource> {
        try await get(APIRequest("api", "v1", "runs", query: [("suite", suite?.description)]))
    }

    /// `GET /api/v1/runs/ID`; `.notFound` when there is none.
    package func run(_ id: RunID) async throws(APIError) -> RunResource {
        try await get(APIRequest("api", "v1", "runs", id.rawValue))
    }

    /// `POST /api/v1/runs`: asks for runs, one in each environment; they start when nothing is in their way.
    package func requestRuns(_ request: RunsRequest) async throws(APIError) -> ListResource<RunRequest> {
        try await post(APIRequest("api", "v1", "runs"), request)
    }
}
