package import Model

extension APIClient {
    /// `GET /api/v1/runs/ID/tasks/TEST/cases`; `.notFound` when there is no such run, or no such test in it.
    package func cases(_ query: CaseQuery) async throws(APIError) -> ListResource<StoredCase> {
        let outcomes = query.outcomes.map(\.rawValue).sorted().joined(separator: ",")
        return try await get(
            APIRequest(
                "api", "v1", "runs", query.run.rawValue, "tasks", query.task, "cases",
                query: [
                    ("attempt", query.attempt.map { "\($0)" }), ("outcome", outcomes.isEmpty ? nil : outcomes),
                    ("next", query.after == 0 ? nil : "\(query.after)"), ("limit", "\(query.limit)"),
                ]))
    }
}
