import Foundation
import Testing

@testable import Importing

/// What collections of Postman become.
struct PostmanImporterTests {
    @Test(
        "Common statements of test scripts become checks",
        arguments: [
            ("pm.response.to.have.status(201)", "201"), ("tests['x'] = responseCode.code === 404;", "404"),
            ("pm.test('x', () => pm.response.to.be.ok)", "200"),
            ("pm.expect(pm.response.code).to.be.oneOf([200, 204]);", "200 204"),
        ])
    func statuses(line: String, statuses: String) {
        let script = PostmanScript([line])
        #expect(script.statuses.joined().joined(separator: " ") == statuses)
        #expect(script.leftOut == [])
    }

    @Test(
        "Members of the body, headers and times",
        arguments: [
            ("pm.expect(pm.response.json().a.b[0]).to.eql('x')", "json $.a.b[0] == \"x\""),
            ("pm.expect(pm.response.json().n).to.be.above(3)", "json $.n > 3"),
            ("pm.expect(pm.response.json().list).to.be.an('array')", "json $.list isList"),
            ("pm.expect(pm.response.json().list).to.have.lengthOf(2)", "json $.list length == 2"),
            ("pm.expect(pm.response.json().ok).to.be.true", "json $.ok == true"),
            ("pm.expect(pm.response.json().a).to.not.equal(1)", "json $.a not == 1"),
            ("pm.expect(pm.response.json()).to.have.property('id')", "json $ keys includes \"id\""),
            ("pm.response.to.have.header('Content-Type')", "header \"Content-Type\" exists"),
            ("pm.expect(pm.response.headers.get('A')).to.eql('b')", "header \"A\" == \"b\""),
            ("pm.expect(pm.response.responseTime).to.be.below(200)", "duration < 200ms"),
            ("pm.expect(pm.response.text()).to.include('hello')", "body contains \"hello\""),
            ("pm.response.to.have.jsonBody('a.b', 1)", "json $.a.b == 1"),
            ("pm.expect(pm.response.json().a).to.exist", "json $.a not isNull"),
        ])
    func assertions(line: String, assertion: String) {
        let script = PostmanScript([line])
        #expect(script.assertions == [assertion])
        #expect(script.leftOut == [])
    }

    /// Breaks when a statement that nobody understands is dropped without a word.
    @Test func whatIsNotUnderstoodIsTold() {
        let script = PostmanScript(["if (x) {", "  pm.sendRequest(url);", "}", "const y = _.map(z, f);"])
        #expect(script.leftOut == ["if (x) {", "pm.sendRequest(url)", "const y = _.map(z, f)"])
        #expect(script.assertions == [])
    }

    @Test func aFolderThatHandsValuesOnIsOneTest() throws {
        let result = try ImportedManifest.result("postman/shop.json")
        #expect(result.testCount == 2 && result.requestCount == 3)
        #expect(result.manifest.contains("/orders/${{ captures.order }}"))
        #expect(result.notes.contains { $0.message.contains("hawk") })
        #expect(result.notes.contains { $0.message.contains("script before the request") })
    }

    @Test(
        "What is no collection is an error",
        arguments: [
            "{\"requests\": [], \"info\": 1}", "{\"info\": {}, \"item\": []}", "[]", "{",
            "{\"info\": {\"name\": \"x\"}}",
        ])
    func refused(text: String) {
        #expect(throws: Importing.ImportError.self) {
            try ImportedManifest.result(of: Data(text.utf8), file: "c.json", format: .postman)
        }
    }

    private func collection(_ items: String, _ more: String = "") throws -> ImportResult {
        let text = #"{"info": {"name": "c"}, \#(more) "item": [\#(items)]}"#
        let result = try ImportedManifest.result(of: Data(text.utf8), file: "c.json", format: .postman) { options in
            options.file = { $0 }
        }
        let found = ImportedManifest.diagnostics(result.manifest, files: ["a.txt", "b.txt"])
        #expect(found.filter { $0.hasPrefix("error") } == [], "\(result.manifest)")
        return result
    }

    private static func tests(_ lines: String...) -> String {
        let exec = lines.map { "\"\($0)\"" }.joined(separator: ",")
        return #""event": [{"listen": "test", "script": {"exec": [\#(exec)]}}]"#
    }

    /// Breaks when a status that one script asks for makes up for the one that another asks for.
    @Test(
        "Statuses of several scripts must all hold",
        arguments: [
            (
                ["pm.response.to.be.success"], ["pm.response.to.have.status(201)"], "status: \"2xx\"\n",
                ["status == 201"]
            ),
            (
                ["pm.response.to.have.status(201)"], ["pm.response.to.be.success"], "status: 201\n",
                ["status >= 200", "status < 300"]
            ),
            (["pm.response.to.have.status(201)"], ["pm.response.to.have.status(201)"], "status: 201\n", []),
            (
                ["pm.response.to.be.success"], ["pm.expect(pm.response.code).to.be.oneOf([200, 204])"],
                "status: \"2xx\"\n",
                ["status in [200, 204]"]
            ),
        ])
    func statusesOfSeveralScripts(outer: [String], own: [String], status: String, assertions: [String]) throws {
        let item = #"{"name": "a", "request": {"url": "http://a.test/"}, \#(Self.tests(own[0]))}"#
        let manifest = try collection(item, Self.tests(outer[0]) + ",").manifest
        #expect(manifest.contains(status), "\(manifest)")
        for assertion in assertions { #expect(manifest.contains("- \(assertion)\n"), "\(manifest)") }
        #expect(assertions != [] || !manifest.contains("assert:"))
    }

    /// Breaks when only the first status of a script counts.
    @Test func everyStatusOfAScriptHolds() throws {
        let script = Self.tests("pm.response.to.be.success", "pm.response.to.have.status(201)")
        let manifest = try collection(#"{"name": "a", "request": {"url": "http://a.test/"}, \#(script)}"#).manifest
        #expect(manifest.contains("status: \"2xx\"\n") && manifest.contains("- status == 201\n"), "\(manifest)")
    }

    /// Breaks when an encoded value is encoded again.
    @Test func valuesOfQueriesAreEncodedOnce() throws {
        let item =
            #"{"name": "a", "request": {"url": {"raw": "http://a.test/", "query": [{"key": "to", "value": "https%3A%2F%2Fa/{{x}}%20y"}, {"key": "b", "value": "1+2%2B3"}, {"key": "c", "value": "100%"}]}}}"#
        let manifest = try collection(item).manifest
        #expect(
            manifest.contains("to: https://a/${{ params.x }} y") && manifest.contains("b: \"1 2+3\""), "\(manifest)")
        #expect(manifest.contains("100%"))
    }

    @Test func oneHeaderSignsIn() throws {
        let item =
            #"{"name": "a", "request": {"url": "http://a.test/", "header": [{"key": "authorization", "value": "x"}], "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{t}}"}]}}}"#
        let result = try collection(item)
        #expect(!result.manifest.contains("authorization") && result.manifest.contains("bearer: ${{ params.t }}"))
        #expect(result.notes.contains { $0.message.contains("`Authorization` was left out") })
    }

    @Test func whatIsAnotherThingHereIsTold() throws {
        let items = [
            #"{"name": "p", "request": {"url": {"raw": "http://a.test/:id/:no", "variable": [{"key": "id", "value": ""}, {"key": "no"}]}}}"#,
            #"{"name": "f", "request": {"method": "POST", "url": "http://a.test/", "body": {"mode": "formdata", "formdata": [{"key": "f", "type": "file", "src": ["a.txt", "b.txt"]}]}}}"#,
            #"{"name": "g", "request": {"method": "POST", "url": "http://a.test/", "body": {"mode": "raw", "raw": "{\"a\": \"{{$guid}}\", \"n\": {{$randomInt}}}", "options": {"raw": {"language": "json"}}}}}"#,
            #"{"name": "q", "request": {"method": "POST", "url": "http://a.test/", "body": {"mode": "graphql", "graphql": {"query": "{a}", "variables": "{\"a\": \"{{$timestamp}}\"}"}}}}"#,
            #"{"name": "s", "request": {"url": "http://a.test/", "auth": {"type": "basic", "basic": [{"key": "username", "value": "{{$randomWord}}"}]}}}"#,
        ]
        let result = try collection(
            items.joined(separator: ","), #""variable": [{"key": "apiToken", "value": "sesame"}],"#)
        for (place, word) in [
            ("p", "`:id` of its path"), ("p", "`:no` of its path"), ("f", "`b.txt` of the part"), ("g", "$guid"),
            ("g", "$randomInt"), ("q", "$timestamp"), ("s", "$randomWord"), ("variables", "`apiToken` is a secret"),
            ("tests", "requests without tests (5 of 5)"),
        ] {
            let found = result.notes.contains { $0.place == "c.json: \(place)" && $0.message.contains(word) }
            #expect(found, "\(place) \(word): \(result.notes)")
        }
        #expect(result.manifest.contains("http://a.test/1/1") && result.manifest.contains("\"n\": 42\n"))
        #expect(!result.manifest.contains("sesame"))
    }

    /// Breaks when a statement that comes twice is taken for the last one.
    @Test func everyStatementThatIsLeftOutIsTold() throws {
        let item =
            #"{"name": "a", "request": {"url": "http://a.test/"}, \#(Self.tests("one()", "two()", "one()", "three()"))}"#
        let result = try collection(item)
        for word in ["one()", "two()", "three()"] { #expect(result.notes.contains { $0.message.contains(word) }) }
    }

    /// Breaks when a variable that nothing names becomes a parameter, or the path of a base address is lost.
    @Test func aServiceStandsForBaseAddresses() throws {
        let text =
            #"{"info": {"name": "c"}, "variable": [{"key": "base", "value": "https://{{host}}/v1"}, {"key": "other", "value": "{{nobody}}"}], "item": [{"name": "a", "request": {"url": {"raw": "{{base}}/x"}}}]}"#
        let result = try ImportedManifest.result(of: Data(text.utf8), file: "c.json", format: .postman) {
            $0.service = "shop"
        }
        #expect(result.manifest.contains("path: /v1/x\n"), "\(result.manifest)")
        #expect(!result.manifest.contains("params"))
        let alone = try collection(
            #"{"name": "a", "request": {"url": {"raw": "{{base}}/x"}}}"#,
            #""variable": [{"key": "base", "value": "https://{{host}}/v1"}],"#)
        #expect(alone.manifest.contains("url: https://${{ params.host }}/v1/x"), "\(alone.manifest)")
    }
}
