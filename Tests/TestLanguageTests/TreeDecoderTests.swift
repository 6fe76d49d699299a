import Foundation
import Model
import Testing

@testable import TestLanguage

struct TreeDecoderTests {
    private struct Everything: Codable, Equatable {
        var flag = true
        var text = "t"
        var double = 1.5
        var float: Float = 0.5
        var int = -1
        var int8: Int8 = -8
        var int16: Int16 = -16
        var int32: Int32 = -32
        var int64: Int64 = -64
        var uint: UInt = 1
        var uint8: UInt8 = 8
        var uint16: UInt16 = 16
        var uint32: UInt32 = 32
        var uint64: UInt64 = 64
        var list: [Int?] = [1, nil, 3]
        var nested = ["a": [true]]
        var absent: String?
        var any = JSONValue.array([.null, .object(["x": .integer(1)])])
    }

    @Test func decodesWhatJSONDecoderDoes() throws {
        let value = Everything()
        #expect(try TreeDecoder.decode(Everything.self, from: CanonicalEncoding.tree(value)) == value)
    }

    @Test func encodesWhatJSONEncoderDoes() throws {
        let value = Everything()
        #expect(try TreeEncoder.encode(value) == CanonicalEncoding.tree(value))
        #expect(try TreeEncoder.encode([String: Int]()) == .object([:]))
        #expect(try TreeEncoder.encode([Int]()) == .array([]))
        #expect(try TreeEncoder.encode(5) == .integer(5))
        #expect(throws: EncodingError.self) { try TreeEncoder.encode(["a": UInt64.max]) }
        let lines = ["json $.a[0] == 5", "header X exists", "body not contains x", "duration < 5s", "status != 1"]
        for line in lines {
            let assertion = try AssertionParser.parse(line)
            #expect(try TreeEncoder.encode(assertion) == CanonicalEncoding.tree(assertion))
        }
        let object = DeclaredObject(
            identity: ObjectIdentity(kind: .environment, name: "dev"),
            spec: .environment(EnvironmentSpec(type: .dev, services: ["s": .url("http://h")])))
        #expect(try TreeEncoder.encode(object) == CanonicalEncoding.tree(object))
    }

    /// Writes arrays and objects by hand, as hand-written `encode(to:)` may.
    private struct WrittenByHand: Encodable {
        private enum Keys: String, CodingKey { case list, map, own, none }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Keys.self)
            try container.encodeNil(forKey: .none)
            var list = container.nestedUnkeyedContainer(forKey: .list)
            try list.encodeNil()
            try "super".encode(to: list.superEncoder())
            var inner = list.nestedUnkeyedContainer()
            try inner.encode(1)
            var object = list.nestedContainer(keyedBy: Keys.self)
            try object.encode("x", forKey: .own)
            var map = container.nestedContainer(keyedBy: Keys.self, forKey: .map)
            try map.encode(Float(0.5), forKey: .own)
            #expect(list.count == 4)
            #expect(encoder.userInfo.isEmpty)
        }
    }

    @Test func nestedEncodingContainersWork() throws {
        #expect(try TreeEncoder.encode(WrittenByHand()) == CanonicalEncoding.tree(WrittenByHand()))
    }

    @Test func decodesTheTypesOfTheModel() throws {
        let test = TestDefinition(
            settings: TestSettings(
                name: "t", needs: ["os": "linux"], expect: Expectation(status: StatusExpectation([.family(2)])),
                assert: [try AssertionParser.parse("json $.a[0] == 5")],
                capture: ["x": Capture(from: .header("X"), redact: true)]),
            body: .rest(RestRequest(url: "http://h", json: .array([.integer(1)]))))
        #expect(try TreeDecoder.decode(TestDefinition.self, from: CanonicalEncoding.tree(test)) == test)
        let object = DeclaredObject(
            identity: ObjectIdentity(kind: .environment, name: "dev"),
            spec: .environment(EnvironmentSpec(type: .dev, services: ["s": .url("http://h")])))
        #expect(try TreeDecoder.decode(DeclaredObject.self, from: CanonicalEncoding.tree(object)) == object)
    }

    @Test func givesTextWhereTextIsWanted() throws {
        let tree = JSONValue.object(["a": .integer(5), "b": .bool(true), "c": .array([.null]), "d": .number(0.5)])
        #expect(
            try TreeDecoder.decode([String: String].self, from: tree)
                == ["a": "5", "b": "true", "c": "[null]", "d": "0.5"])
    }

    @Test(arguments: [
        (#""x""#, "an integer expected, string found"), ("1.5", "an integer expected, number found"),
        ("300", "an integer expected, integer found"),
    ])
    func refusesOtherTypes(json: String, message: String) throws {
        let tree = try JSONDecoder().decode(JSONValue.self, from: Data(json.utf8))
        let error = try #require(throws: DecodingError.self) { try TreeDecoder.decode(UInt8.self, from: tree) }
        guard case .typeMismatch(_, let context) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(context.debugDescription == message)
    }

    @Test func errorsSayWhere() throws {
        let tree = JSONValue.object(["list": .array([.integer(1), .string("x")])])
        let error = try #require(throws: DecodingError.self) {
            try TreeDecoder.decode([String: [Int]].self, from: tree)
        }
        guard case .typeMismatch(_, let context) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(context.codingPath.map(\.stringValue) == ["list", "1"])
        #expect(throws: DecodingError.self) { try TreeDecoder.decode(Bool.self, from: .null) }
        #expect(throws: DecodingError.self) { try TreeDecoder.decode(String.self, from: .null) }
        #expect(throws: DecodingError.self) { try TreeDecoder.decode(Double.self, from: .string("1")) }
        #expect(throws: DecodingError.self) { try TreeDecoder.decode([Int].self, from: .object([:])) }
        #expect(throws: DecodingError.self) { try TreeDecoder.decode([String: Int].self, from: .array([])) }
        #expect(throws: DecodingError.self) { try TreeDecoder.decode(Everything.self, from: .object([:])) }
    }

    /// Reads an array and an object by hand, as hand-written `init(from:)` may.
    private struct ByHand: Decodable {
        private enum Keys: String, CodingKey { case list, map, own }
        var found: [String] = []

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Keys.self)
            #expect(decoder.userInfo.isEmpty)
            found += container.allKeys.map(\.rawValue).sorted()
            var list = try container.nestedUnkeyedContainer(forKey: .list)
            #expect(list.count == 3)
            found.append(try String(from: list.superDecoder()))
            var inner = try list.nestedUnkeyedContainer()
            found.append("\(try inner.decode(Int.self))")
            #expect(throws: DecodingError.self) { try inner.decode(Int.self) }
            let last = try list.nestedContainer(keyedBy: Keys.self)
            found.append(try last.decode(String.self, forKey: .own))
            let map = try container.nestedContainer(keyedBy: Keys.self, forKey: .map)
            found.append(try map.decode(String.self, forKey: .own))
            found.append(try [String: String](from: container.superDecoder(forKey: .map))["own"] ?? "")
            _ = try [String: JSONValue](from: container.superDecoder())
        }
    }

    @Test func nestedContainersWork() throws {
        let tree = JSONValue.object([
            "list": .array([.string("first"), .array([.integer(2)]), .object(["own": .string("third")])]),
            "map": .object(["own": .string("fourth")]),
        ])
        let expected = ["list", "map", "first", "2", "third", "fourth", "fourth"]
        #expect(try TreeDecoder.decode(ByHand.self, from: tree).found == expected)
    }
}
