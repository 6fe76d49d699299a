import Foundation
import HTTPTransport
import Model

/// `cors`: whether pages of foreign origins may read the answers (Fetch standard, CORS protocol).
enum CORSCheck {
    static func run(_ run: CheckRun) async throws(CheckFailure) -> [SecurityFinding] {
        let welcome = Set((run.items ?? []).map { $0.lowercased() })
        var letIn: [String] = []
        var withCredentials = false
        var letsAllIn = false
        for origin in probes(run.target, welcome: run.items ?? []) where !welcome.contains(origin.lowercased()) {
            let headers = try await run.get(run.target.url, headers: [("Origin", origin)]).headers
            guard let answer = headers["Access-Control-Allow-Origin"] else { continue }
            if answer == "*" { letsAllIn = true }
            guard answer.lowercased() == origin.lowercased() else { continue }
            letIn.append(origin)
            if headers["Access-Control-Allow-Credentials"]?.lowercased() == "true" { withCredentials = true }
        }
        if !letIn.isEmpty {
            let list = letIn.prefix(5).map { "`\($0)`" }.joined(separator: ", ")
            let more = letIn.count > 5 ? " and \(letIn.count - 5) more" : ""
            return [
                run.finding(
                    "foreign origins are let in\(withCredentials ? " with credentials" : ""): \(list)\(more)",
                    isException: withCredentials)
            ]
        }
        guard letsAllIn, run.items != nil, !welcome.contains("*") else { return [] }
        return [run.finding("every origin is let in (`*`), and only those listed may be")]
    }

    /// Foreign origins: unknown, opaque, and such as a comparison of beginnings or ends would take for a known one.
    private static func probes(_ target: SecurityTarget, welcome: [String]) -> [String] {
        let foreign = Self.foreignHost
        let own = (target.isEncrypted ? "https" : "http") + "://\(target.host).\(foreign)"
        return ["https://\(foreign)", "null", own]
            + welcome.flatMap { origin -> [String] in
                guard let parts = URLComponents(string: origin), let scheme = parts.scheme, let host = parts.host else {
                    return []
                }
                return ["\(scheme)://\(host).\(foreign)", "\(scheme)://rondo-probe\(host)"]
            }
    }

    private static let foreignHost = "rondo-probe.example"
}
