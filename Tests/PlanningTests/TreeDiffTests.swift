import Foundation
import Model
import Planning
import Testing

struct TreeDiffTests {
    @Test(arguments: [
        (#"{"a": 1, "b": {"c": 2}}"#, #"{"a": 1, "b": {"c": 3}}"#, ["b.c"]),
        (#"{"a": 1}"#, #"{"a": 1, "z": 2}"#, ["z"]),
        (#"{"a": [1, 2, 3]}"#, #"{"a": [1, 5]}"#, ["a[1]", "a[2]"]),
        (#"{"a": 1}"#, #"{"a": "1"}"#, ["a"]),
        (#"{"rondo.dev/x": 1}"#, #"{"rondo.dev/x": 2}"#, [#"["rondo.dev/x"]"#]),
        (
            #"{"t": [{"name": "x", "n": 1}, {"name": "y", "n": 1}]}"#, #"{"t": [{"name": "y", "n": 2}]}"#,
            ["t[0].n", "t[0]"]
        ),
        (#"{"t": [{"name": "x"}]}"#, #"{"t": [{"name": "w"}, {"name": "x"}]}"#, ["t[0]"]),
        (#"{"t": [{"name": "x"}, {"name": "y"}]}"#, #"{"t": [{"name": "y"}, {"name": "x"}]}"#, ["t"]),
        (#"{"t": [{"name": "x"}, {"name": "x"}]}"#, #"{"t": [{"name": "x"}, {"name": "z"}]}"#, ["t[1].name"]),
        (#"{"a": [1]}"#, #"{"a": [1, 2]}"#, ["a[1]"]),
        (#"{"a": 1}"#, #"{"a": 1}"#, []),
    ])
    func namesWhatDiffers(old: String, new: String, paths: [String]) throws {
        #expect(TreeDiff.changes(from: try tree(old), to: try tree(new)).map(\.path) == paths)
    }

    @Test func keepsBothValues() throws {
        let changes = TreeDiff.changes(from: try tree(#"{"a": 1, "b": 2}"#), to: try tree(#"{"a": 3, "c": 4}"#))
        #expect(
            changes == [
                FieldChange(path: "a", old: .integer(1), new: .integer(3)),
                FieldChange(path: "b", old: .integer(2), new: nil),
                FieldChange(path: "c", old: nil, new: .integer(4)),
            ])
    }

    @Test func objectsNameTheirFieldsAsTheManifestDoes() throws {
        let old = try Samples.pool(replicas: 2).written()
        let new = try Samples.pool(replicas: 3, protected: true, dependsOn: [Samples.id(.environment, "x")]).written()
        #expect(
            ObjectChanges.between(old, new).map(\.path)
                == ["replicas", "dependsOn", #"metadata.annotations["rondo.dev/prune"]"#])
        #expect(ObjectChanges.between(old, try Samples.pool(suspend: true).written()).map(\.path) == ["suspend"])
        #expect(ObjectChanges.between(old, old) == [])
    }

    @Test func aManifestThatSaysLessThanTheSpecIsHelpedByIt() {
        #expect(ObjectChanges.between(Samples.pool(slots: 1), Samples.pool(slots: 2)).map(\.path) == ["worker.slots"])
    }

    private func tree(_ json: String) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: Data(json.utf8))
    }
}
