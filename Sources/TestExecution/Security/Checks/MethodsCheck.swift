import Foundation
import HTTPTransport
import Model

/// `methods-allowed`: whether methods are answered that need not be.
enum MethodsCheck {
    private static let usual = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
    private static let invented = "RONDO"
    private static let mark = "rondo-probe-echo"

    static func run(_ run: CheckRun) async throws(CheckFailure) -> [SecurityFinding] {
        let allowed = Set((run.items ?? usual).map { $0.uppercased() })
        var found: [SecurityFinding] = []
        var listed: Set<String> = []
        var answered: Set<String> = []
        for method in ["TRACE", "TRACK", invented, "OPTIONS"] {
            let request = HTTPRequest(method: method, url: run.target.url, headers: [("X-Rondo-Probe", mark)])
            let response = try await run.asker.send(request)
            listed.formUnion(methods(in: response.headers["Allow"]))
            guard response.isSuccess, !allowed.contains(method) else { continue }
            answered.insert(method)
            found.append(run.finding(message(method, response)))
        }
        let others = listed.subtracting(allowed).subtracting(answered)
        if !others.isEmpty {
            let names = others.sorted().prefix(20).map { "`\($0)`" }.joined(separator: ", ")
            found.append(run.finding("`Allow` lists \(names)"))
        }
        return found
    }

    private static func message(_ method: String, _ response: HTTPResponse) -> String {
        if method == invented { return "`\(method)`, which is no method, is answered \(response.status)" }
        let echo = method != "OPTIONS" && response.text.contains(mark) ? " and sends back what was sent" : ""
        return "`\(method)` is answered \(response.status)\(echo)"
    }

    private static func methods(in allow: String?) -> [String] {
        (allow ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces).uppercased() }
            .filter { !$0.isEmpty && $0.count <= 30 }
    }
}
