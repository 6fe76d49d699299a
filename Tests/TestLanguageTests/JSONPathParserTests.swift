import Foundation
import Model
import Testing

@testable import TestLanguage

struct JSONPathParserTests {
    /// Cases of the JSONPath compliance suite; nil when the folder of test data isn't there.
    private static func suite(file: String = #filePath) throws -> [JSONValue]? {
        let root = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let data =
            ProcessInfo.processInfo.environment["RONDO_TEST_DATA"].map { URL(filePath: $0) }
            ?? root.deletingLastPathComponent().appending(path: "shared/data")
        let path = data.appending(path: "suites/jsonpath/cts-dev.json")
        guard let contents = try? Data(contentsOf: path) else { return nil }
        let tree = try JSONDecoder().decode(JSONValue.self, from: contents)
        guard case .array(let cases)? = tree["tests"] else { return nil }
        return cases
    }

    /// What a singular path selects.
    private func select(_ path: JSONPath, in document: JSONValue) -> [JSONValue] {
        var value = document
        for segment in path.segments {
            switch (segment, value) {
            case (.name(let name), .object(let members)):
                guard let member = members.first(where: { $0.key.unicodeScalars.elementsEqual(name.unicodeScalars) })
                else { return [] }
                value = member.value
            case (.index(let index), .array(let items)):
                let place = index < 0 ? items.count + index : index
                guard items.indices.contains(place) else { return [] }
                value = items[place]
            default: return []
            }
        }
        return [value]
    }

    @Test func agreesWithTheComplianceSuite() throws {
        guard let cases = try Self.suite() else {
            print("skipped: no JSONPath compliance suite beside the package")
            return
        }
        var singular = 0
        var others = 0
        var invalid = 0
        for test in cases {
            let selector = try #require(test["selector"]?.string)
            let parsed = Result { try JSONPathParser.parse(selector) }
            if test["invalid_selector"] == .bool(true) {
                invalid += 1
                #expect(throws: LanguageError.self, "\(selector) is invalid") { try parsed.get() }
            } else if case .success(let path) = parsed {
                singular += 1
                #expect(.array(select(path, in: test["document"] ?? .null)) == test["result"], "\(selector)")
                #expect(try JSONPathParser.parse(path.description) == path, "\(selector) as \(path)")
                if case .array(let paths)? = test["result_paths"], let normalized = paths.first?.string {
                    let again = try JSONPathParser.parse(normalized)
                    #expect(select(again, in: test["document"] ?? .null) == select(path, in: test["document"] ?? .null))
                }
            } else if case .failure(let error as LanguageError) = parsed {
                others += 1
                #expect(error.message.contains("only paths that select one value"), "\(selector): \(error)")
            }
        }
        #expect(singular > 30)
        #expect(others > 100)
        #expect(invalid > 100)
    }

    @Test(arguments: [
        ("$", "$"), ("$.a.b", "$.a.b"), ("$['a']", "$.a"), ("$[\"a b\"]", "$['a b']"), ("$ [ 0 ] .x", "$[0].x"),
        ("$[-1]", "$[-1]"), ("$['it\\'s']", "$['it\\'s']"), ("$[\"\\u00e9\"]", "$.é"),
        ("$['\\uD83D\\ude00']", "$.😀"), ("$['\\b\\f\\n\\r\\t\\/\\\\']", "$['\\b\\f\\n\\r\\t/\\\\']"),
        ("$['\\u0001']", "$['\\u0001']"), ("$['']", "$['']"),
    ])
    func normalises(text: String, normal: String) throws {
        let path = try JSONPathParser.parse(text)
        #expect(path.description == normal)
        #expect(try JSONPathParser.parse(normal) == path)
    }

    @Test(arguments: [
        ("", "begins with `$`", 0), ("a", "begins with `$`", 0), ("$.", "ends too early", 2), ("$[", "too early", 2),
        ("$[]", "`]` can't stand here", 2), ("$.a-b", "`-` can't stand here", 3), ("$[01]", "is no index", 2),
        ("$[-0]", "is no index", 2), ("$[9007199254740992]", "is no index", 2), ("$.*", "select one value", 2),
        ("$[0,1]", "select one value", 3), ("$[0:1]", "select one value", 3), ("$[?@.a]", "select one value", 2),
        ("$..a", "select one value", 2), ("$['a", "no closing `'`", 2), ("$['\\x']", "`\\x` is no escape", 3),
        ("$['\\", "is no escape", 3), ("$['\\u12']", "is no escape", 3), ("$['\\ud800']", "is no escape", 3),
        ("$['\\ud800\\u0041']", "is no escape", 3), ("$['a\u{1}']", "control character", 4), (" $", "begins with", 0),
        ("$ ", "` ` can't stand here", 1), ("$.1", "`1` can't stand here", 2),
    ])
    func refuses(text: String, message: String, offset: Int) throws {
        let error = try #require(throws: LanguageError.self) { try JSONPathParser.parse(text) }
        #expect(error.message.contains(message), "\(error)")
        #expect(error.span.offset == offset)
    }
}
