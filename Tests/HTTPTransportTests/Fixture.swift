import Foundation
import TestSupport

/// What the suites of this module share.
enum Fixture {
    static let server = Result {
        try FixtureServer(
            script: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/server.py"))
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
