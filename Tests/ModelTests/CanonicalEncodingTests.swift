import Foundation
import Testing

@testable import Model

/// `JSONEncoder` with sorted keys is the reference: digests that were stored must stay what they were.
struct CanonicalEncodingTests {
    private func reference(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    private func canonical(_ value: some Encodable) throws -> String {
        String(decoding: try CanonicalEncoding.data(value), as: UTF8.self)
    }

    private struct Everything: Encodable {
        enum Choice: Encodable {
            case plain
            case named(first: Int, second: [String])
            case unnamed(JSONValue)
        }

        struct Empty: Encodable {}

        var zero = 0
        var text = "a/b"
        var flag = true
        var int8: Int8 = -8
        var int16: Int16 = -16
        var int32: Int32 = -32
        var int64 = Int64.min
        var uint: UInt = 1
        var uint8: UInt8 = 8
        var uint16: UInt16 = 16
        var uint32: UInt32 = 32
        var uint64 = UInt64.max
        var double = 0.1
        var whole = 5.0
        var huge = 1e300
        var tiny = -1.5e-9
        var float: Float = 0.25
        var odd = [Double.nan, .infinity, -.infinity, -0.0]
        var absent: String?
        var list: [Int?] = [1, nil, 3]
        var lists = [[true], []]
        var flags = [false]
        var texts = ["x", "y"]
        var map = ["b": "2", "a": "1", "Ä": "3", "é": "4", "": "5"]
        var maps = ["z": ["y": 1], "x": [:]]
        var numbers = [2: "two", 1: "one"]
        var choices = [Choice.unnamed(.null), .plain, .named(first: 1, second: ["s"])]
        var empty = Empty()
        var empties = [Empty(), Empty()]
        var date = Date(timeIntervalSince1970: 1_700_000_000.6)
        var data = Data([0, 255, 3])
        var url = URL(string: "https://example.com/a?b=c")
        var tree = JSONValue.object([
            "b": .array([.null, .bool(false), .integer(-7), .number(2.5), .string("s")]), "a": .object([:]),
        ])
    }

    @Test func writesWhatJSONEncoderDoes() throws {
        #expect(try canonical(Everything()) == reference(Everything()))
        for scalar in [5, 0, -3] { #expect(try canonical(scalar) == reference(scalar)) }
        #expect(try canonical([Int]()) == "[]")
        #expect(try canonical([String: Int]()) == "{}")
        #expect(try canonical("x") == #""x""#)
        #expect(try canonical(Int?.none) == "null")
        #expect(try canonical([Float.nan, .infinity, 1.5, 2]) == reference([Float.nan, .infinity, 1.5, 2]))
    }

    @Test func writesEveryCharacterAsJSONEncoderDoes() throws {
        for value in UInt32(0)..<0x300 {
            let text = Unicode.Scalar(value).map { "a\($0)b" } ?? ""
            #expect(try canonical([text: text]) == reference([text: text]))
        }
        for text in ["😀 ü \u{2028}\u{2029}", "\\\"", "e\u{301}", "é", String(repeating: "long ", count: 50)] {
            #expect(try canonical(text) == reference(text))
        }
    }

    @Test func ordersKeysAsJSONEncoderDoes() throws {
        let keys = [
            "a", "A", "aa", "b", "B", "a1", "a10", "a2", "_", "é", "e\u{301}f", "z", "Z", "😀", "ﬀ", "", "\"", "~",
        ]
        struct Member: Encodable {
            let keys: [String]
            struct Key: CodingKey {
                let stringValue: String
                var intValue: Int? { nil }
                init(stringValue: String) { self.stringValue = stringValue }
                init?(intValue: Int) { return nil }
            }
            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: Key.self)
                for (index, key) in keys.enumerated() { try container.encode(index, forKey: Key(stringValue: key)) }
            }
        }
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<50 {
            let shuffled = keys.shuffled(using: &generator)
            #expect(try canonical(Member(keys: shuffled)) == reference(Member(keys: shuffled)))
            #expect(try canonical(Member(keys: shuffled + ["b"])) == reference(Member(keys: shuffled + ["b"])))
            let map = Dictionary(uniqueKeysWithValues: zip(shuffled, shuffled))
            #expect(try canonical(map) == reference(map))
        }
    }

    /// Writes by hand what synthesized code does not: several containers of one encoder, nested ones, `super`.
    private struct WrittenByHand: Encodable {
        enum Keys: String, CodingKey { case list, map, own, none, object, left }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Keys.self)
            try container.encodeNil(forKey: .none)
            var list = container.nestedUnkeyedContainer(forKey: .list)
            try list.encodeNil()
            try list.encode(true)
            try list.encode(Int64(3))
            try "super".encode(to: list.superEncoder())
            var inner = list.nestedUnkeyedContainer()
            try inner.encode(1)
            try inner.encode("text")
            var object = list.nestedContainer(keyedBy: Keys.self)
            try object.encode("x", forKey: .own)
            #expect(list.count == 6)
            var map = container.nestedContainer(keyedBy: Keys.self, forKey: .map)
            try map.encode(Float(0.5), forKey: .own)
            try map.encode(false, forKey: .left)
            var single = container.superEncoder(forKey: .object).singleValueContainer()
            try single.encode(["k": 1])
            try JSONValue.integer(1).encode(to: container.superEncoder())
            _ = container.nestedContainer(keyedBy: Keys.self, forKey: .left)
            var more = encoder.container(keyedBy: Keys.self)
            try more.encode("again", forKey: .own)
            #expect(encoder.userInfo.isEmpty)
        }
    }

    @Test func writesContainersThatAreFilledByHand() throws {
        #expect(try canonical(WrittenByHand()) == reference(WrittenByHand()))
        #expect(try canonical([WrittenByHand(), WrittenByHand()]) == reference([WrittenByHand(), WrittenByHand()]))
    }

    /// An encoder that nobody writes to stands for an empty object.
    private struct Silent: Encodable {
        let isLast: Bool

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: WrittenByHand.Keys.self)
            _ = container.superEncoder(forKey: .own)
            if !isLast { try container.encode(1, forKey: .list) }
        }
    }

    @Test func whatIsNeverWrittenIsAnEmptyObject() throws {
        #expect(try canonical(Silent(isLast: true)) == #"{"own":{}}"#)
        #expect(try canonical([Silent(isLast: false)]) == #"[{"list":1,"own":{}}]"#)
    }

    /// Goes back to an object, array or encoder after it has gone on elsewhere.
    private struct OutOfTurn: Encodable {
        let way: Int

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: WrittenByHand.Keys.self)
            var list = container.nestedUnkeyedContainer(forKey: .list)
            var map = container.nestedContainer(keyedBy: WrittenByHand.Keys.self, forKey: .map)
            let late = container.superEncoder(forKey: .own)
            try container.encode(1, forKey: .left)
            switch way {
            case 0: try list.encode(2)
            case 1: try map.encode(2, forKey: .own)
            case 2: try 2.encode(to: late)
            default: try ["a": 2].encode(to: late)
            }
        }
    }

    @Test(arguments: 0..<4) func refusesToGoBack(way: Int) {
        #expect(throws: EncodingError.self) { try CanonicalEncoding.data(OutOfTurn(way: way)) }
    }

    @Test func errorsOfTheValueGetOut() {
        struct Refusal: Error {}
        struct Refusing: Encodable {
            func encode(to encoder: any Encoder) throws { throw Refusal() }
        }
        #expect(throws: Refusal.self) { try CanonicalEncoding.data([Refusing()]) }
    }

    @Test func aTreeIsTheTextReadBack() throws {
        let value = ["list": [JSONValue.number(2), .number(0.5), .integer(7), .string("\u{1}ü")]]
        let expected = JSONValue.object(["list": .array([.integer(2), .number(0.5), .integer(7), .string("\u{1}ü")])])
        #expect(try CanonicalEncoding.tree(value) == expected)
    }
}
