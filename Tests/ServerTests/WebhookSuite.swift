import Foundation
import Model

/// The payloads of the public suites and what each of them says.
struct WebhookSuite {
    struct Fact: Sendable {
        let file: String
        let sender: WebhookConfiguration.Sender
        let event: String?
        let topic: String
        let repository: String?
        /// `REF@COMMIT`, with `-` for no commit.
        let refs: [String]
    }

    let folder: URL

    /// nil where the data is absent.
    static let present: WebhookSuite? = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let data =
            ProcessInfo.processInfo.environment["RONDO_TEST_DATA"].map { URL(filePath: $0) }
            ?? root.deletingLastPathComponent().appending(path: "shared/data")
        let folder = data.appending(path: "suites/webhooks", directoryHint: .isDirectory)
        return FileManager.default.fileExists(atPath: folder.path) ? WebhookSuite(folder: folder) : nil
    }()

    static func facts() throws -> [Fact] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/webhook-facts.txt")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
            let columns = $0.split(separator: " ").map(String.init)
            func optional(_ text: String) -> String? { text == "-" ? nil : text }
            return Fact(
                file: columns[0], sender: WebhookConfiguration.Sender(rawValue: columns[1]) ?? .generic,
                event: optional(columns[2]), topic: columns[3], repository: optional(columns[4]),
                refs: columns.dropFirst(5).filter { $0 != "-" })
        }
    }

    /// Every payload of the suites, schemas left out.
    func files() -> Set<String> {
        let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let base = folder.standardizedFileURL.path(percentEncoded: false)
        var found: Set<String> = []
        while let url = all?.nextObject() as? URL {
            let path = url.standardizedFileURL.path(percentEncoded: false)
            guard path.hasSuffix(".json"), !path.contains("-schemas/") else { continue }
            found.insert(String(path.dropFirst(base.count)))
        }
        return found
    }

    func body(of file: String) throws -> Data { try Data(contentsOf: folder.appending(path: file)) }
}
