import Testing

@testable import Importing

/// The grammar of Hurl (hurl.dev/docs/grammar.html), older spellings included.
struct HurlParserTests {
    @Test func readsRequestsOneAfterTheOther() throws {
        let file = try HurlParser.parse(
            "# first\nGET https://a.test/x#y # here\r\n\r\nHEAD {{host}}/z\nHTTP/2 204\n")
        #expect(file.entries.map(\.method) == ["GET", "HEAD"])
        #expect(file.entries.map(\.url.plain) == ["https://a.test/x#y", "{{host}}/z"])
        #expect(file.entries[0].comments == ["first"] && file.entries[0].response == nil)
        #expect(file.entries[1].response?.status == 204 && file.entries[1].response?.version == "2")
    }

    @Test func readsSectionsByTheirOldAndNewNames() throws {
        for (old, new) in [("QueryStringParams", "Query"), ("FormParams", "Form"), ("MultipartFormData", "Multipart")] {
            for name in [old, new] {
                let entry = try #require(
                    try HurlParser.parse("GET http://a.test\n[\(name)]\na: 1 # one\nb\\:c: x\\#y\n").entries.first)
                let pairs = (entry.query + entry.form).map { [$0.key.plain, $0.value.plain] }
                let parts = entry.multipart.map { [$0.key.plain, $0.value.plain] }
                #expect(pairs + parts == [["a", "1"], ["b:c", "x#y"]], "\(name)")
            }
        }
    }

    @Test(
        "Bodies of every sort",
        arguments: [
            ("{\"a\": [1, \"}\"]}", "json"), ("[1]", "json"), ("\"text\"", "json"), ("true", "json"), ("-1.5", "json"),
            ("<a><b x='>'/></a>", "xml"), ("`one line`", "text"), ("```\nmany\nlines\n```", "text"),
            ("```json\n{}\n```", "json"), ("```xml\n<a/>\n```", "xml"), ("```graphql\n{ a }\n```", "graphql"),
            ("base64,dGV4dA==;", "bytes"), ("hex, 74 65 78 74;", "bytes"), ("file,data.bin;", "file"),
        ])
    func bodies(text: String, sort: String) throws {
        for position in ["", "HTTP 200\n"] {
            let entry = try #require(try HurlParser.parse("POST http://a.test\n\(position)\(text)\n").entries.first)
            let body = try #require(position.isEmpty ? entry.body : entry.response?.body)
            let found =
                switch body.content {
                case .json: "json"
                case .xml: "xml"
                case .text: "text"
                case .graphql: "graphql"
                case .bytes(let bytes): String(decoding: bytes, as: UTF8.self) == "text" ? "bytes" : "other bytes"
                case .file: "file"
                }
            #expect(found == sort)
        }
    }

    @Test func readsCapturesAndAssertions() throws {
        let response = try #require(
            try HurlParser.parse(
                """
                GET http://a.test
                HTTP 200
                [Captures]
                id: jsonpath "$.id" toInt
                pin: header "X-Pin" redact
                [Asserts]
                jsonpath "$.a" not == null # never
                variable "id" >= 3
                header "X" matches /a\\/b/
                """
            ).entries.first?.response)
        #expect(response.captures.map(\.name.plain) == ["id", "pin"])
        #expect(response.captures.map(\.isRedacted) == [false, true])
        #expect(response.assertions.map(\.predicate.word) == ["==", ">=", "matches"])
        #expect(response.assertions.map(\.isNegated) == [true, false, false])
        #expect(response.assertions[0].source == "jsonpath \"$.a\" not == null")
    }

    /// Breaks when an error says line 1, or nothing of where it is.
    @Test(
        "What is wrong is told with its place",
        arguments: [
            ("GET http://a.test\n[Nonsense]\n", 2, "no section"), ("nonsense\n", 1, "no request"),
            ("GET http://a.test\nHTTP 700\n", 2, "a status"),
            ("GET http://a.test\nHTTP/${{x}} 200\n", 2, "is no version"),
            ("POST http://a.test\n{\"a\": [}\n", 2, "closes nothing"),
            ("POST http://a.test\n{\"a\": 1\n", 2, "does not end"), ("POST http://a.test\n```\nx\n", 2, "no closing"),
            ("GET http://a.test\nHTTP 200\n[Asserts]\njsonpath \"$.a\"\n", 4, "a query and a predicate"),
            ("GET http://a.test/{{x\n", 1, "no `}}`"), ("POST http://a.test\nhex,zz;\n", 2, "hexadecimal"),
            ("GET http://a.test\nHTTP 200\n[Asserts]\nheader \"X == 1\n", 4, "no closing"),
            ("GET http://a.test\nA: \\q\n", 2, "no escape"), ("POST http://a.test\n<a><b>\n", 2, "does not end"),
        ])
    func errors(text: String, line: Int, message: String) {
        #expect { try HurlParser.parse(text) } throws: { error in
            guard let error = error as? HurlSyntaxError else { return false }
            return error.line == line && error.column > 0 && error.message.contains(message)
        }
    }
}
