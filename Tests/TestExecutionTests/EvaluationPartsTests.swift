import Foundation
import Model
import TestLanguage
import Testing

@testable import TestExecution

struct JSONSubsetTests {
    private func differences(_ expected: String, _ actual: String) throws -> [String] {
        func value(_ text: String) throws -> JSONValue {
            try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        }
        return try JSONSubset.differences(expected: value(expected), actual: value(actual)).map {
            "\($0.path) \($0.expected) \($0.actual)"
        }
    }

    @Test(arguments: [
        ("{}", #"{"a":1}"#), (#"{"a":1}"#, #"{"a":1.0,"b":2}"#), (#"{"a":{"b":[]}}"#, #"{"a":{"b":[],"c":1}}"#),
        (#"[{"a":1},2]"#, #"[{"a":1,"b":2},2]"#), ("null", "null"), (#""x""#, #""x""#),
        (#"{"a":null}"#, #"{"a":null}"#),
    ])
    func agree(_ expected: String, _ actual: String) throws {
        #expect(try differences(expected, actual).isEmpty)
    }

    @Test func everyDifferenceIsNamedByItsPath() throws {
        #expect(
            try differences(
                #"{"a":1,"b":[1,{"c":2}],"d":{"e f":1},"g":null,"h":[1]}"#,
                #"{"a":"1","b":[1,{"c":3},4],"d":[],"h":{}}"#) == [
                    #"$.a value(1) value("1")"#, "$.b count(2) count(3)", "$.b[1].c value(2) value(3)",
                    #"$.d value({"e f":1}) value([])"#, "$.g value(null) missing", "$.h value([1]) value({})",
                ])
    }

    @Test func theNumberOfDifferencesIsBounded() throws {
        let expected = JSONValue.array((0..<1_000).map { .integer($0) })
        let actual = JSONValue.array((0..<1_000).map { .integer($0 + 1) })
        #expect(JSONSubset.differences(expected: expected, actual: actual).count == 20)
        let members = JSONValue.object(
            Dictionary(uniqueKeysWithValues: (0..<100).map { ("m\($0)", JSONValue.integer(1)) }))
        #expect(JSONSubset.differences(expected: members, actual: .object([:])).count == 20)
    }
}

struct ValueTextTests {
    let text = ValueText(redactor: Redactor(["top-secret-value"]))

    @Test func longValuesAreCut() {
        let long = String(repeating: "ab", count: 500)
        #expect(text.text(of: JSONValue.string(long)).count == ValueText.limit + 3)
        #expect(text.text(of: JSONValue.array([.string(long)])).count == ValueText.limit + 1)
        #expect(text.excerpt(of: Data(long.utf8)) == "\"" + long.prefix(80) + "…\"")
    }

    @Test func nothingOfASecretIsLeftAtACut() {
        for length in 0..<3_000 where length % 7 == 0 {
            let value = String(repeating: "x", count: length) + "top-secret-value"
            #expect(!text.excerpt(of: Data(value.utf8)).contains("top-"))
            #expect(!text.text(of: JSONValue.string(value)).contains("top-"))
        }
    }

    @Test func longTextsAreShownWhereTheyDiffer() {
        let same = String(repeating: "same ", count: 100)
        let (expected, actual) = text.texts(expected: same + "one", actual: same + "two")
        #expect(expected.hasPrefix("…\"") && expected.hasSuffix("same one\""))
        #expect(actual.hasSuffix("same two\""))
        let short = text.texts(expected: "abc", actual: "abd")
        #expect(short == (#""abc""#, #""abd""#))
        let hidden = text.texts(
            expected: same + "top-secret-value", actual: same + String(repeating: "x", count: 100))
        #expect(!hidden.expected.contains("secret"))
        // The excerpt begins inside the secret.
        let inside = text.texts(
            expected: String(repeating: "y", count: 90) + "top-secret-value ends one",
            actual: String(repeating: "y", count: 90) + "top-secret-value ends two")
        #expect(!inside.actual.contains("ret-value"))
    }
}

struct LineDifferenceTests {
    /// Breaks when the whole value is written before its first lines are compared.
    @Test func onlyAsMuchIsWrittenAsIsCompared() throws {
        let inner = JSONValue.array(Array(repeating: .integer(1), count: 500_000))
        let deep = (0..<400).reduce(inner) { value, _ in .array([value]) }
        let (text, isCut) = deep.indented(lines: 1_001, bytes: 1 << 20)
        #expect(isCut)
        #expect(text.utf8.count <= 1 << 20)
        #expect(text.count { $0 == "\n" } == 1_000)
        let wide = JSONValue.array((0..<900).map { _ in .string(String(repeating: "x", count: 10_000)) })
        #expect(wide.indented(lines: 1_001, bytes: 1 << 20).text.utf8.count < 1_100_000)
        let difference = ValueText(redactor: Redactor()).difference(expected: .array([]), actual: deep)
        #expect(difference?.contains("+     [") == true, "\(difference ?? "")")
    }

    /// Breaks when an end is missing, or a comma stands behind the last one.
    @Test func aShortValueIsWrittenWhole() throws {
        let value = try JSONParser.parse(Array(#"{"b":[1,{"c":[]}],"a":{}}"#.utf8))
        let (text, isCut) = value.indented(lines: 1_000, bytes: 1 << 20)
        #expect(!isCut)
        #expect(
            text == """
                {
                  "a": {},
                  "b": [
                    1,
                    {
                      "c": []
                    }
                  ]
                }
                """)
    }
}

struct BoundedOutputTests {
    @Test(arguments: [0, 1, 9, 10, 11, 19, 20])
    func whatFitsIsKept(_ count: Int) {
        var output = BoundedOutput(limit: 10)
        let text = String("abcdefghijklmnopqrst".prefix(count))
        for byte in text.utf8 { output.append([byte]) }
        #expect(output.text(Redactor()) == text)
        #expect(!output.isCut)
    }

    @Test(arguments: [1, 3, 7, 1_000])
    func theMiddleIsLeftOut(_ chunk: Int) {
        var output = BoundedOutput(limit: 10)
        let bytes = (0..<1_000).map { UInt8(ascii: "a") + UInt8($0 % 26) }
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            output.append(bytes[start..<min(start + chunk, bytes.count)])
        }
        #expect(output.isCut)
        #expect(output.total == 1_000)
        #expect(output.text(Redactor()) == "abcdefghij\n… 980 bytes left out …\ncdefghijkl")
    }
}

struct RequestURLTests {
    @Test(
        arguments: [
            ("http://a.test", nil, [:], "http://a.test"), ("http://a.test/", "/x", [:], "http://a.test/x"),
            ("http://a.test", "x", [:], "http://a.test/x"), ("http://a.test/v1/", "?a=1", [:], "http://a.test/v1?a=1"),
            ("http://a.test/x?a=1", nil, ["b": "2"], "http://a.test/x?a=1&b=2"),
            ("http://a.test/x#part", nil, ["b": "ä+ /"], "http://a.test/x?b=%C3%A4%2B%20%2F"),
            ("http://a.test/%20 x\"<>|ü", nil, [:], "http://a.test/%20%20x%22%3C%3E%7C%C3%BC"),
            ("http://[::1]:8080/a", nil, ["k=": "&"], "http://[::1]:8080/a?k%3D=%26"),
            ("http://a.test/\r\n\u{1}", nil, [:], "http://a.test/%0D%0A%01"),
        ] as [(String, String?, [String: String], String)])
    func isBuilt(_ base: String, _ path: String?, _ query: [String: String], _ url: String) {
        #expect(RequestBuilder.url(base: base, path: path, query: query) == url)
    }
}

struct TraceContextTests {
    struct Zero: RandomNumberGenerator {
        func next() -> UInt64 { 0 }
    }

    @Test func idsAreNeverZeroAndAlwaysFull() {
        var zero = Zero()
        #expect(
            TraceContext(using: &zero).header == "00-00000000000000010000000000000001-0000000000000001-01")
    }
}
