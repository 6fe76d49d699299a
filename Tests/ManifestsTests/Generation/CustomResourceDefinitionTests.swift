import Model
import Testing

@testable import Manifests

struct CustomResourceDefinitionTests {
    @Test(arguments: Kind.allCases)
    func namesAndColumns(kind: Kind) {
        let definition = CustomResourceDefinition.of(kind)
        #expect(definition["metadata"]?["name"] == .string("\(kind.plural).rondo.dev"))
        #expect(definition["spec"]?["names"]?["categories"] == .array([.string("rondo")]))
        #expect(definition["spec"]?["names"]?["shortNames"] == .array(kind.shortNames.map { .string($0) }))
        let version = self.version(of: kind)
        #expect(version?["name"] == .string("v1"))
        #expect(version?["subresources"]?["status"] == .object([:]))
        guard case .array(let columns)? = version?["additionalPrinterColumns"] else {
            Issue.record("no columns")
            return
        }
        #expect(columns.compactMap { $0["name"]?.string } == ["Ready", "Status", "Revision", "Age"])
    }

    @Test("Every node has one type or leave to have any, and every text, list and map an end", arguments: Kind.allCases)
    func isStructural(kind: Kind) throws {
        var nodes = 0
        visit(try #require(version(of: kind)?["schema"]?["openAPIV3Schema"]), "") { node, path in
            nodes += 1
            let isUntyped = node["x-kubernetes-preserve-unknown-fields"] == .bool(true)
            let isEither = node["x-kubernetes-int-or-string"] == .bool(true)
            #expect(node["type"] != nil || isUntyped || isEither, "\(path)")
            #expect(node["additionalProperties"] != .bool(false) && node["$ref"] == nil && node["default"] == nil)
            switch node["type"] {
            case .string("array"): #expect(node["maxItems"] != nil, "\(path)")
            case .string("object") where node["additionalProperties"] != nil:
                #expect(node["maxProperties"] != nil, "\(path)")
            case .string("string") where ![".apiVersion", ".kind"].contains(path):
                #expect(node["maxLength"] != nil || node["enum"] != nil, "\(path)")
            default: break
            }
        }
        #expect(nodes > 20)
    }

    @Test("Expressions name typed fields alone, and what could cost too much is left to the condition beside it")
    func expressionsAreWithinTheBudget() throws {
        var rules: [String: String] = [:]
        for kind in Kind.allCases {
            visit(try #require(version(of: kind)?["schema"]?["openAPIV3Schema"]), kind.rawValue) { node, path in
                guard case .array(let validations)? = node["x-kubernetes-validations"] else { return }
                for validation in validations { rules[path, default: ""] += validation["rule"]?.string ?? "" }
            }
        }
        #expect(rules["Environment.spec.services{}"] == "(has(self.url) ? 1 : 0) + (has(self.mock) ? 1 : 0) == 1")
        #expect(rules["CloudResource.spec"]?.contains("self.provider == 'aws' && self.type == 'ec2'") == true)
        // `json` has no type, so no expression can see it.
        #expect(!rules.values.contains { $0.contains("has(self.json)") })
        // Within a list in a list in a map it could be asked a million million times.
        #expect(!rules.keys.contains { $0.contains("sequence[]") })
    }

    @Test func reservedWordsAreWrittenOut() {
        #expect(CommonExpressionLanguage.identifier("if") == "__if__")
        #expect(CommonExpressionLanguage.identifier("a-b.c/d__e") == "a__dash__b__dot__c__slash__d__underscores__e")
        #expect(CommonExpressionLanguage.identifier("forEach") == "forEach")
    }

    private func version(of kind: Kind) -> JSONValue? {
        guard case .array(let versions)? = CustomResourceDefinition.of(kind)["spec"]?["versions"] else { return nil }
        return versions.first
    }

    private func visit(_ node: JSONValue, _ path: String, _ body: (JSONValue, String) -> Void) {
        body(node, path)
        if case .object(let properties)? = node["properties"] {
            for (name, child) in properties { visit(child, "\(path).\(name)", body) }
        }
        if let items = node["items"] { visit(items, path + "[]", body) }
        if let values = node["additionalProperties"] { visit(values, path + "{}", body) }
    }
}
