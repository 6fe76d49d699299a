import Foundation
import Testing

@testable import TestLanguage

struct DocumentationTests {
    @Test("Every assertion that the page of TestSuite shows is one")
    func linesAreAssertions() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "docs/kinds/testsuite.md"), encoding: .utf8)
        let blocks = page.components(separatedBy: "```yaml\nassert:\n").dropFirst()
        let lines = blocks.flatMap { block in
            block.prefix(upTo: block.firstRange(of: "```")?.lowerBound ?? block.endIndex)
                .split(separator: "\n").map { String($0.drop { $0 == " " || $0 == "-" }) }
        }
        #expect(lines.count > 10)
        for line in lines { #expect(throws: Never.self, "\(line)") { try AssertionParser.parse(line) } }
    }
}
