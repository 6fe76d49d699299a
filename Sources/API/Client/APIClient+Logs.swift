import Model

extension APIClient {
    /// `GET /api/v1/runs/ID/logs`; answers at once when there is something or the log has ended, else after the wait.
    ///
    /// `.notFound` when there is no such run, or no such test in it.
    package func logs(_ query: LogQuery) async throws(APIError) -> LogPage {
        let request = APIRequest(
            "api", "v1", "runs", query.run.rawValue, "logs",
            query: [
                ("after", "\(query.after)"), ("task", query.task), ("attempt", query.attempt.map { "\($0)" }),
                ("limit", "\(query.limit)"), ("wait", query.wait.description),
            ])
        return try decode(LogPage.self, from: await read(request, timeout: query.wait.duration + .seconds(15)))
    }
}
