import Foundation

@testable import Access

/// The public vectors of suites/crypto: wycheproof's groups, and what RFCs print.
enum CryptoSuite {
    /// One case of a wycheproof file; which fields are there depends on the algorithm.
    struct Case: Decodable {
        let tcId: Int
        let result: String
        let flags: [String]
        let key: String?
        let iv: String?
        let aad: String?
        let msg: String?
        let ct: String?
        let tag: String?
        let ikm: String?
        let salt: String?
        let info: String?
        let size: Int?
        let okm: String?

        var isValid: Bool { result == "valid" }
    }

    struct Group: Decodable {
        /// In bits.
        let tagSize: Int?
        let ivSize: Int?
        let tests: [Case]
    }

    private struct File: Decodable {
        let testGroups: [Group]
    }

    private static let folder: URL = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let data =
            ProcessInfo.processInfo.environment["RONDO_TEST_DATA"].map { URL(filePath: $0) }
            ?? root.deletingLastPathComponent().appending(path: "shared/data")
        return data.appending(path: "suites/crypto")
    }()

    /// nil, with a word about it, when the suite is not beside the package.
    static func groups(_ name: String) throws -> [Group]? {
        try contents("wycheproof/\(name).json").map { try JSONDecoder().decode(File.self, from: $0).testGroups }
    }

    static func contents(_ path: String) throws -> Data? {
        let file = folder.appending(path: path)
        guard FileManager.default.fileExists(atPath: file.path(percentEncoded: false)) else {
            print("skipped: no \(path) of the crypto suite beside the package")
            return nil
        }
        return try Data(contentsOf: file)
    }

    static func bytes(_ hexadecimal: String?) -> Data { hexadecimal.flatMap { Hex.decode($0) } ?? Data() }
}
