package import Model

/// Unmanaged instances, and looks at all of them.
extension APIClient {
    /// `POST /api/v1/looks`: returns when the controller has looked at every instance.
    package func look() async throws(APIError) {
        _ = try await send(APIRequest("api", "v1", "looks"), [String: String](), timeout: .seconds(120))
    }

    /// `GET /api/v1/leaks`
    package func leaks() async throws(APIError) -> ListResource<Leak> {
        try await get(APIRequest("api", "v1", "leaks"))
    }

    /// `DELETE /api/v1/leaks/ID`; `.notFound` when it is none.
    package func deleteLeak(_ id: InstanceID, force: Bool = false) async throws(APIError) {
        try await delete(APIRequest("api", "v1", "leaks", id.rawValue, query: [("force", force ? "true" : nil)]))
    }
}
