import Foundation
import Model
import Testing

@testable import TestLanguage

struct JSONPathSuiteTests {
    private func agrees(_ test: JSONValue, _ selector: String) throws -> Bool {
        let parsed = Result { try JSONPathParser.parse(selector) }
        if test["invalid_selector"] == .bool(true) {
            if case .failure = parsed { return true }
            return false
        }
        guard case .success(let path) = parsed else { return false }
        let document = test["document"] ?? .null
        let nodes = JSONValue.array(try JSONPathSelection.nodes(of: path, in: document))
        // The normal form is the same path.
        let again = try JSONPathParser.parse(path.description)
        guard again.description == path.description,
            JSONValue.array(try JSONPathSelection.nodes(of: again, in: document)).isEqual(to: nodes)
        else { return false }
        if path.isSingular,
            JSONPathSelection.value(of: path, in: document)
                != (try JSONPathSelection.nodes(of: path, in: document).first)
        {
            return false
        }
        if let expected = test["result"] { return nodes.isEqual(to: expected) }
        return PublicSuite.items(test["results"]).contains { $0.isEqual(to: nodes) }
    }

    @Test("Every case of the JSONPath compliance suite holds")
    func theSuiteHolds() throws {
        guard let folder = PublicSuite.folder("jsonpath") else {
            print("skipped: no JSONPath compliance suite beside the package")
            return
        }
        let cases = PublicSuite.items(try PublicSuite.json(folder.appending(path: "cts-dev.json"))["tests"])
        var failed: [String] = []
        for test in cases {
            let selector = try #require(test["selector"]?.string)
            if !(try agrees(test, selector)) { failed.append("\(test["name"]?.string ?? ""): \(selector)") }
        }
        PublicSuite.report("JSONPath compliance suite", cases.count - failed.count, of: cases.count, failed)
        #expect(cases.count > 300)
        #expect(failed.isEmpty)
    }

    @Test("A path that looks at too much is stopped")
    func theWorkIsBounded() throws {
        let path = try JSONPathParser.parse("$" + String(repeating: "..*", count: 8))
        let document = (0..<12).reduce(JSONValue.integer(1)) { value, _ in .array([value, value]) }
        #expect(throws: JSONPathSelection.LimitExceeded.self) { try JSONPathSelection.nodes(of: path, in: document) }
    }
}
