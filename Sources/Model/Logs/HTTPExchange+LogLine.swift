extension HTTPExchange {
    /// The exchange as a line of a log: `POST http://127.0.0.1:41873/orders → 201 in 3 ms`. Without a line feed.
    package var logLine: String {
        let took = total.map { " in \($0.milliseconds) ms" } ?? ""
        let phases = connectionPhases.map { "\($0.name) \($0.end.milliseconds) ms" }.joined(separator: ", ")
        let polled = polls.map { $0 == 1 ? ", 1 poll" : ", \($0) polls" } ?? ""
        return "\(method) \(url) → \(status.map { "\($0)" } ?? "no response")\(took)"
            + (phases.isEmpty ? "" : " (\(phases))") + polled
    }

    /// What came before the first byte and took a millisecond or more, each with its end since the request began.
    package var connectionPhases: [(name: String, end: TimeSpan)] {
        [("name", dns), ("connected", connect), ("TLS", tls)].compactMap { name, end in
            end.flatMap { $0.milliseconds > 0 ? (name, $0) : nil }
        }
    }
}
