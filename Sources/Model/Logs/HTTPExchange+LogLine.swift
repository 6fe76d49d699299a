extension HTTPExchange {
    /// The exchange as a line of a log: `POST http://127.0.0.1:41873/orders → 201 in 3 ms`. Without a line feed.
    package var logLine: String {
        let took = total.map { " in \($0.milliseconds) ms" } ?? ""
        return "\(method) \(url) → \(status.map { "\($0)" } ?? "no response")\(took)"
    }
}
