import Foundation

/// The public reports of suites/junit, with facts that were taken with Python's expat.
enum JUnitSuite {
    struct Entry: Decodable {
        let file: String
        let wellFormed: Bool
        let root: String?
        let cases: Int
        let caseStatus: [String: Int]
        let sumCaseTime: Double
        let flakyElements: Int?

        private enum CodingKeys: String, CodingKey {
            case file, root, cases
            case wellFormed = "well_formed"
            case caseStatus = "case_status"
            case sumCaseTime = "sum_case_time"
            case flakyElements = "rerun_or_flaky_elements"
        }
    }

    static let folder: URL = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let data =
            ProcessInfo.processInfo.environment["RONDO_TEST_DATA"].map { URL(filePath: $0) }
            ?? root.deletingLastPathComponent().appending(path: "shared/data")
        return data.appending(path: "suites/junit")
    }()

    /// nil, with a word about it, when the suite is not beside the package.
    static func entries() throws -> [Entry]? {
        guard let index = try? Data(contentsOf: folder.appending(path: "index.json")) else {
            print("skipped: no JUnit suite beside the package")
            return nil
        }
        return try JSONDecoder().decode([Entry].self, from: index)
    }

    static func path(_ entry: Entry) -> String { folder.appending(path: entry.file).path(percentEncoded: false) }
}
