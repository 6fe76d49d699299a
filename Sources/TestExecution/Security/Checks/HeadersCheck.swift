import Foundation
import HTTPTransport
import Model

/// `headers`: whether the answer tells browsers to be careful.
enum HeadersCheck {
    static func run(_ run: CheckRun) async throws(CheckFailure) -> [SecurityFinding] {
        let headers = try await run.look().headers
        let wanted = run.items ?? usual(headers)
        var found: [SecurityFinding] = []
        for name in wanted {
            guard let value = headers[name] else {
                found.append(run.finding("there is no `\(name)`"))
                continue
            }
            guard name.lowercased() == "x-content-type-options", value.lowercased() != "nosniff" else { continue }
            found.append(run.finding("`\(name)` is `\(value.prefix(100))`, and only `nosniff` means anything"))
        }
        for name in ["Server", "X-Powered-By", "X-AspNet-Version"] {
            guard let value = headers[name], value.contains(/[0-9]\.[0-9]/) else { continue }
            found.append(
                run.finding(
                    "`\(name): \(value.prefix(100))` tells the version of the server's software", isException: true))
        }
        return found
    }

    private static func usual(_ headers: HTTPHeaders) -> [String] {
        guard headers["Content-Type"]?.lowercased().hasPrefix("text/html") == true else {
            return ["X-Content-Type-Options"]
        }
        let policy = headers["Content-Security-Policy"] ?? ""
        return ["X-Content-Type-Options", "Content-Security-Policy", "Referrer-Policy"]
            + (policy.lowercased().contains("frame-ancestors") ? [] : ["X-Frame-Options"])
    }
}
