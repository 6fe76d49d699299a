import Model
import Testing

@testable import Manifests

struct JSONSchemaTests {
    @Test("The kind decides which of the kinds' schemas counts")
    func allKinds() throws {
        let schema = JSONSchema.ofAllKinds()
        #expect(schema["$schema"] == .string("http://json-schema.org/draft-07/schema#"))
        guard case .array(let cases)? = schema["allOf"] else {
            Issue.record("no cases")
            return
        }
        #expect(cases.count == Kind.allCases.count)
        for (kind, one) in zip(Kind.allCases, cases) {
            #expect(one["if"]?["properties"]?["kind"]?["const"] == .string(kind.rawValue))
            #expect(one["then"]?["$ref"] == .string("#/definitions/\(kind.rawValue)"))
            #expect(schema["definitions"]?[kind.rawValue]?["additionalProperties"] == .bool(false))
        }
    }

    @Test func oneKindHasDescriptionsDefaultsAndBounds() {
        let spec = JSONSchema.of(.testSuite)["properties"]?["spec"]
        let test = spec?["properties"]?["tests"]?["items"]
        #expect(spec?["required"] == .array([.string("environments")]))
        #expect(test?["properties"]?["priority"]?["default"] == .integer(50))
        #expect(test?["properties"]?["priority"]?["maximum"] == .integer(100))
        #expect(test?["properties"]?["timeout"]?["pattern"] == .string(Expressions.positiveDuration))
        #expect(test?["properties"]?["timeout"]?["description"]?.string?.isEmpty == false)
        #expect(test?["properties"]?["needs"]?["default"] == nil, "nothing in, nothing out goes without saying")
    }

    @Test func pairsOfProviderAndTypeAreChecked() {
        let choices = JSONSchema.of(.cloudResource)["properties"]?["spec"]?["anyOf"] ?? .null
        let text = "\(choices)"
        #expect(text.contains(#"{"provider":{"enum":["aws"]},"type":{"enum":["ec2"]}}"#))
    }

    @Test func configurationHasOneToo() {
        #expect(JSONSchema.ofConfiguration()["properties"]?["allow"]?["properties"]?["env"] != nil)
        let repository = JSONSchema.ofRepository()["properties"]
        #expect(repository?["requireSignedCommits"]?["required"] == .array([.string("keys")]))
    }

    @Test("What must hold between fields is said in keywords")
    func conditions() {
        func keywords(_ rule: FieldRule) -> String { rule.condition.schema.description }
        #expect(keywords(.exactlyOne(["a", "b"])) == #"{"oneOf":[{"required":["a"]},{"required":["b"]}]}"#)
        #expect(keywords(.atMostOne(["a", "b"])) == #"{"not":{"required":["a","b"]}}"#)
        let three = #"{"not":{"anyOf":[{"required":["a","b"]},{"required":["a","c"]},{"required":["b","c"]}]}}"#
        #expect(keywords(.atMostOne(["a", "b", "c"])) == three)
        #expect(keywords(.onlyWith("a", with: "b")) == #"{"anyOf":[{"not":{"required":["a"]}},{"required":["b"]}]}"#)
    }

    @Test("A mapping that holds itself is written once in JSON Schema, and ends in Kubernetes")
    func sharedMappings() {
        let schema = Self.recursive()
        #expect(SchemaWriter(dialect: .jsonSchema).node(schema)["$ref"] == .string("#/definitions/step"))
        let node = JSONValue.object(SchemaWriter(dialect: .structural).node(schema))
        #expect(node["properties"]?["name"]?["type"] == .string("string"))
    }

    private static func recursive() -> ValueShape {
        .shared(SharedShape(name: "step") { Schema("A step.", fields: [Field("name", .text, .required, "Its name.")]) })
    }
}
