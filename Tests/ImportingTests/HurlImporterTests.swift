import Foundation
import Testing

@testable import Importing

/// What requests and answers of Hurl become.
struct HurlImporterTests {
    private func result(_ text: String, _ change: (inout ImportOptions) -> Void = { _ in }) throws -> ImportResult {
        let result = try ImportedManifest.result(of: Data(text.utf8), file: "a.hurl", format: .hurl, change)
        let found = ImportedManifest.diagnostics(result.manifest, services: ["shop"])
        #expect(found.filter { $0.hasPrefix("error") } == [], "\(result.manifest)")
        return result
    }

    /// Breaks when requests that share a capture become tests of their own, which would never see it.
    @Test func requestsThatShareACaptureAreOneTest() throws {
        let text = """
            GET http://a.test/first
            HTTP 200
            [Captures]
            id: jsonpath "$.id"

            GET http://a.test/second/{{id}}
            HTTP 200
            """
        let shared = try result(text)
        #expect(shared.testCount == 1 && shared.requestCount == 2)
        #expect(shared.manifest.contains("integration:") && shared.manifest.contains("/second/${{ captures.id }}"))
        let apart = try result(text.replacing("{{id}}", with: "7"))
        #expect(apart.testCount == 2 && !apart.manifest.contains("integration:"))
    }

    /// Breaks when a request that changes data may run before one that stands above it, or without its cookies.
    @Test func theOrderOfChangingRequestsIsKept() throws {
        let changing = try result("POST http://a.test/x\nHTTP 201\n\nGET http://a.test/x\nHTTP 200\n")
        #expect(changing.testCount == 1 && changing.manifest.contains("integration:"))
        let reading = try result("GET http://a.test/x\nHTTP 200\n\nGET http://a.test/y\nHTTP 200\n")
        #expect(reading.testCount == 2)
        #expect(try result("POST http://a.test/x\nHTTP 201\n").manifest.contains("rest:"))
    }

    @Test func milliseconds() throws {
        #expect(
            try result("GET http://a.test\nHTTP 200\n[Asserts]\nduration < 1000\n").manifest.contains(
                "duration < 1000ms"))
    }

    @Test func whatIsOpenIsAParameter() throws {
        let open = try result("GET {{host}}/x\nX-Id: {{id}}\n")
        #expect(open.notes.map(\.description).filter { $0.contains("has no value") }.count == 2)
        let given = try result("GET {{host}}/x\nX-Id: {{id}}\n") {
            $0.variables = ["host": "http://b.test", "id": "7"]
        }
        #expect(given.notes == [])
        #expect(given.manifest.contains("default: http://b.test") && given.manifest.contains("default: 7"))
    }

    @Test func aServiceStandsForTheHost() throws {
        let manifest = try result("GET https://a.test/x?y=1\n\nGET {{host}}/z\n") { $0.service = "shop" }.manifest
        #expect(manifest.contains("service: shop\n        path: /x?y=1") && manifest.contains("path: /z"))
        #expect(!manifest.contains("a.test") && !manifest.contains("params"))
    }

    /// Breaks when a `$` before a template, or a `${{` of the input, is read as a reference of ours.
    @Test func textsOfTheInputStayTexts() throws {
        let manifest = try result("POST http://a.test\n`costs ${{price}} or $${{x}} and ${{ vars.y }}`\n").manifest
        #expect(manifest.contains("${{ '$' }}${{ params.price }}"))
        #expect(!manifest.contains("${{ vars.y }}") || manifest.contains("$${{ vars.y }}"))
    }

    /// Breaks when something that a suite can't say is dropped without a word.
    @Test(
        "What is not carried over is told with its line",
        arguments: [
            ("GET http://a.test\n[Options]\nrepeat: 3\n", 3, "repeat"),
            ("GET http://a.test\n[Options]\nunix-socket: a.sock\n", 3, "unix-socket"),
            ("GET http://a.test\n[Options]\nhttp3: true\n", 3, "http3"),
            ("GET http://a.test\n[Options]\noutput: x\n", 3, "output"),
            ("GET http://a.test\nHTTP 200\n[Asserts]\njsonpath \"$.length()\" == 1\n", 4, "jsonpath"),
            ("GET http://a.test\nHTTP 200\n[Asserts]\nbody == file,none.txt;\n", 4, "no file"),
            ("GET http://a.test\nHTTP 200\n[Captures]\nx: jsonpath \"nonsense(\"\n", 4, "capture"),
            ("POST http://a.test\nfile,none.bin;\n", 2, "none.bin"), ("POST http://a.test\nhex,ff00;\n", 2, "2 bytes"),
            ("POST http://a.test\n`{{newUuid}}`\n", 2, "newUuid"),
            ("POST http://a.test\n[Multipart]\na: 1\na: 2\n", 4, "second part"),
        ])
    func notes(text: String, line: Int, word: String) throws {
        let notes = try result(text).notes
        #expect(notes.contains { $0.place == "a.hurl:\(line)" && $0.message.contains(word) }, "\(notes)")
    }
}
