import Foundation
import HTTPTransport
import Model
import TestLanguage

/// `error-leak`: whether errors tell what only the log should.
enum ErrorLeakCheck {
    private enum Trigger: CaseIterable {
        case unknownPath, oddQuery, oddPath, brokenBody

        /// It follows on "is answered, to".
        var words: String {
            switch self {
            case .unknownPath: "a path that does not exist"
            case .oddQuery: "a query with quotes and brackets"
            case .oddPath: "a path that can't be decoded"
            case .brokenBody: "a body of broken JSON"
            }
        }

        func request(_ url: String) -> HTTPRequest {
            let plain = String(url.prefix { $0 != "?" })
            let folder = plain.hasSuffix("/") ? plain : plain + "/"
            switch self {
            case .unknownPath: return HTTPRequest(url: folder + "rondo-no-such-path")
            case .oddQuery: return HTTPRequest(url: url + (url.contains("?") ? "&" : "?") + "id=%27%22%3C%5B%7B%28")
            case .oddPath: return HTTPRequest(url: folder + "%00%ff%c0%ae")
            case .brokenBody:
                return HTTPRequest(
                    url: url, headers: [("Content-Type", "application/json")], body: Data(#"{"rondo": ["#.utf8))
            }
        }
    }

    static func run(_ run: CheckRun) async throws(CheckFailure) -> [SecurityFinding] {
        var found: [SecurityFinding] = []
        var search = AnswerSearch()
        for address in run.addresses {
            var told: Set<ErrorPattern> = []
            for trigger in Trigger.allCases {
                let request = trigger.request(address)
                let response = try await run.asker.send(request)
                let text = response.text
                for pattern in ErrorPattern.allCases
                where !told.contains(pattern) && search.finds(pattern, in: text, at: request.url) {
                    told.insert(pattern)
                    found.append(
                        run.finding(
                            "\(trigger.words) is answered \(response.status) with \(pattern.words)", at: request.url))
                }
            }
        }
        return try search.result(found)
    }
}
