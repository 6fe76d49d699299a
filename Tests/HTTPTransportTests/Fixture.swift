import Foundation
import TestSupport

/// The web server that the suites of this module share.
enum Fixture {
    static let server = Result {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return try FixtureServer(script: tests.appending(path: "Fixtures/web_server.py"))
    }

    static func url(_ path: String) throws -> String { try server.get().url(path) }
}

/// What `/echo` answers.
struct Echo: Decodable {
    let method: String
    let path: String
    let query: [[String]]
    let headers: [[String]]
    let body: String
    let client: Int

    init(_ data: Data) throws { self = try JSONDecoder().decode(Echo.self, from: data) }

    func values(_ name: String) -> [String] {
        headers.filter { $0.first?.lowercased() == name }.compactMap(\.last)
    }
}
