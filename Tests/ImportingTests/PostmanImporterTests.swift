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
        #expect(script.statuses.joined(separator: " ") == statuses)
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
}
