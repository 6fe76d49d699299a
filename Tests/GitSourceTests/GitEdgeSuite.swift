import Foundation

/// The collection of names and repositories that break git tools, taken from git's own tests.
struct GitEdgeSuite: Decodable {
    struct Repository: Decodable {
        let name: String
        /// Mode, path and text, where the case is a plain list of them.
        let entries: [[String]]
        let gitmodules: String?

        private enum CodingKeys: String, CodingKey { case name, entries, gitmodules }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            name = try container.decode(String.self, forKey: .name)
            entries = (try? container.decode([[String]].self, forKey: .entries)) ?? []
            gitmodules = try container.decodeIfPresent(String.self, forKey: .gitmodules)
        }
    }

    let pathsReject: [String]
    let pathsNotGitmodules: [String]
    let submoduleNamesReject: [String]
    let urlsReject: [String]
    let urlsAccept: [String]
    let refNamesReject: [String]
    let refNamesAccept: [String]
    let treesAndRepositories: [Repository]

    private static let file: URL = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let data =
            ProcessInfo.processInfo.environment["RONDO_TEST_DATA"].map { URL(filePath: $0) }
            ?? root.deletingLastPathComponent().appending(path: "shared/data")
        return data.appending(path: "suites/git-edge/git-edge.json")
    }()

    static var isThere: Bool { FileManager.default.fileExists(atPath: file.path(percentEncoded: false)) }

    static func load() throws -> GitEdgeSuite {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Self.self, from: Data(contentsOf: file))
    }
}
