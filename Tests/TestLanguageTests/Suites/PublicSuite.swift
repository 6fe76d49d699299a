import Foundation
import Model

/// Files of the public conformance suites; nil when the folder of test data isn't there.
enum PublicSuite {
    static func folder(_ name: String, file: String = #filePath) -> URL? {
        let root = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let data =
            ProcessInfo.processInfo.environment["RONDO_TEST_DATA"].map { URL(filePath: $0) }
            ?? root.deletingLastPathComponent().appending(path: "shared/data")
        let folder = data.appending(path: "suites/\(name)")
        return FileManager.default.fileExists(atPath: folder.path(percentEncoded: false)) ? folder : nil
    }

    static func json(_ file: URL) throws -> JSONValue { try JSONParser.parse(Data(contentsOf: file)) }

    static func items(_ value: JSONValue?) -> [JSONValue] {
        guard case .array(let items)? = value else { return [] }
        return items
    }

    /// Prints how many of a suite's cases agree, with those that don't.
    static func report(_ name: String, _ passed: Int, of total: Int, _ failed: [String] = []) {
        print("\(name): \(passed) of \(total)")
        for text in failed.prefix(40) { print("  not: \(text)") }
    }
}
