import Foundation
import Testing

@testable import Importing

/// The page about importing shows what is really made.
struct ImportingPageTests {
    @Test("The Hurl file of the page becomes the suite of the page, which is valid")
    func exampleOfThePage() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/importing.md")
        let text = try String(contentsOf: page.standardizedFileURL, encoding: .utf8)
        let hurl = try #require(Self.block("hurl", in: text))
        let result = try ImportedManifest.result(of: Data(hurl.utf8), file: "login.hurl")
        #expect(result.manifest == Self.block("yaml", in: text))
        #expect(ImportedManifest.diagnostics(result.manifest).filter { $0.hasPrefix("error") } == [])
        #expect(result.notes == [])
    }

    private static func block(_ language: String, in text: String) -> String? {
        guard let start = text.range(of: "```\(language)\n"), let end = text[start.upperBound...].range(of: "```")
        else {
            return nil
        }
        return String(text[start.upperBound..<end.lowerBound])
    }
}
