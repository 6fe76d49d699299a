import Foundation
import Model
import TestSupport
import Testing

struct JSONParserTests {
    @Test(arguments: [
        "null", "true", " false ", "0", "-0", "-1", "12.50", "1E-2", "9223372036854775807",
        "-9223372036854775808", "[]", "[ ]", "[1,[2,{}]]", "{}", "{ }", #"{"a":1,"b":{"c":[null]}}"#, #""""#,
        #""plain ü 😀""#, #""\"\\\/\b\f\n\r\t""#, #""\u00e9\u00E9\ud83d\ude00\u0000""#, "\t[\r\n1 , 2 ]\n",
        #"{"":0,"é":1,"a b":2}"#,
    ])
    func readsAsFoundationDoes(_ text: String) throws {
        let data = Data(text.utf8)
        #expect(try JSONParser.parse(data) == JSONDecoder().decode(JSONValue.self, from: data))
    }

    /// Foundation makes an integer of `1e3`.
    @Test func numbersWithAnExponentAreNoIntegers() throws {
        #expect(try JSONParser.parse(Data("1e3".utf8)) == .number(1_000))
        #expect(try JSONParser.parse(Data("2e+2".utf8)) == .number(200))
    }

    @Test(arguments: [
        "", " ", "nul", "nulll", "True", "01", "+1", "1.", ".5", "1e", "1e+", "--1", "0x1", "NaN", "[", "[1", "[1,]",
        "[,]",
        "[1 2]", "]", "{", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{1:1}", "{\"a\" 1}", "\"", "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"", "\"\\u12g4\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\n\"", "'a'", "1 2", "[1]x",
        "1e999",
        "// c\n1", "\"\\", "<html>",
    ])
    func refusesWhatIsNoJSON(_ text: String) {
        #expect(throws: JSONParser.Failure.self) { try JSONParser.parse(Data(text.utf8)) }
    }

    @Test func refusesBytesThatAreNoText() {
        for bytes in [[0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0x5C, 0x6E, 0xED, 0xA0, 0x80, 0x22]]
            as [[UInt8]]
        {
            #expect(throws: JSONParser.Failure.self) { try JSONParser.parse(Data(bytes)) }
        }
    }

    @Test func numbersBeyondAnInt64AreDoubles() throws {
        #expect(try JSONParser.parse(Data("9223372036854775808".utf8)) == .number(9_223_372_036_854_775_808))
        #expect(try JSONParser.parse(Data("9007199254740993".utf8)) == .integer(9_007_199_254_740_993))
    }

    @Test func theLastOfEqualNamesCounts() throws {
        #expect(try JSONParser.parse(Data(#"{"a":1,"a":2}"#.utf8)) == .object(["a": .integer(2)]))
    }

    @Test func depthIsBounded() throws {
        func nested(_ depth: Int) -> Data {
            Data((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        #expect(throws: Never.self) { try JSONParser.parse(nested(JSONParser.maxDepth)) }
        #expect(throws: JSONParser.Failure.self) { try JSONParser.parse(nested(JSONParser.maxDepth + 2)) }
        #expect(throws: JSONParser.Failure.self) { try JSONParser.parse(nested(1_000_000)) }
    }

    @Test func whatFoundationWritesIsReadBack() throws {
        let value = JSONValue.array(
            (0..<2_000).map {
                .object(["n": .integer($0), "t": .string("\u{1}\"\\/ü\u{2028}😀 \($0)"), "d": .number(0.1)])
            })
        #expect(try JSONParser.parse(JSONEncoder().encode(value)) == value)
    }
}
