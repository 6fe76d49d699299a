import Testing

@testable import Importing

@Suite struct HurlParserTests {
    @Test func readsARequest() throws {
        let file = try HurlParser.parse("GET https://example.org\n")
        #expect(file.entries.count == 1)
    }
}
