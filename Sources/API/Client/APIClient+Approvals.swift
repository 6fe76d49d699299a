package import Model

/// Approvals of held deletions.
extension APIClient {
    /// `GET /api/v1/approvals`: those that have not expired.
    package func approvals() async throws(APIError) -> ListResource<Approval> {
        try await get(APIRequest("api", "v1", "approvals"))
    }

    /// `POST /api/v1/approvals`; `.notFound` when nothing is held under the hash.
    package func approve(_ request: ApprovalRequest) async throws(APIError) -> Approval {
        try await post(APIRequest("api", "v1", "approvals"), request)
    }
}
