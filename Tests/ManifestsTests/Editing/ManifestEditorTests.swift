import Foundation
import Manifests
import Model
import Testing

struct ManifestEditorTests {
    private let pool = ObjectIdentity(kind: .cloudResource, name: "pool")
    private let head = "kind: CloudResource\nmetadata: { name: pool }\n"

    private func edited(_ text: String, _ edits: ManifestEdit...) throws -> String {
        var editor = ManifestEditor(Data(text.utf8), object: pool)
        for edit in edits { try editor.apply(edit) }
        return String(decoding: editor.data, as: UTF8.self)
    }

    private let three = ManifestEdit("spec", "replicas", value: .integer(3))
    private let ignore = ManifestEdit("spec", "drift", "state", value: .string("ignore"))

    @Test("A value is replaced where it stands, with all around it as it was")
    func replaces() throws {
        let text = "# top\n\(head)spec:\n  replicas:   2   # two\n  # below\n  type: process\n"
        #expect(try edited(text, three) == text.replacing("2   #", with: "3   #"))
        #expect(
            try edited("\(head)spec: {replicas: '2',type: process}\n", three)
                == "\(head)spec: {replicas: 3,type: process}\n")
        let drift = ManifestEdit("spec", "drift", value: .object(["state": .string("ignore"), "tags": .string("no")]))
        #expect(
            try edited("\(head)spec:\n  drift: report\n", drift)
                == "\(head)spec:\n  drift: { state: ignore, tags: \"no\" }\n")
        let lists = "\(head)spec:\n  drift: { tags: report,\n    image: report }\n  type: process\n"
        #expect(
            try edited(lists, drift)
                == "\(head)spec:\n  drift: { state: ignore, tags: \"no\" }\n  type: process\n")
    }

    @Test("A field that is not there is added beside the others")
    func adds() throws {
        #expect(
            try edited("\(head)spec:\n  type: process  # here\n  worker:\n    slots: 2\n", three)
                == "\(head)spec:\n  type: process  # here\n  replicas: 3\n  worker:\n    slots: 2\n")
        #expect(
            try edited("\(head)spec:\n  worker:\n    slots: 2\n", three)
                == "\(head)spec:\n  replicas: 3\n  worker:\n    slots: 2\n")
        #expect(
            try edited("\(head)spec: { type: process }\n", three) == "\(head)spec: { type: process, replicas: 3 }\n")
        #expect(try edited("\(head)spec: {}\n", three) == "\(head)spec: { replicas: 3 }\n")
        #expect(
            try edited("\(head)spec:\n  type: process", ignore)
                == "\(head)spec:\n  type: process\n  drift: { state: ignore }")
        #expect(
            try edited("\(head)spec:\n  drift:\n    image: report # x\n", ignore)
                == "\(head)spec:\n  drift:\n    image: report # x\n    state: ignore\n")
    }

    @Test("Only the document of the object is touched, and its line ends and first bytes stay")
    func layout() throws {
        let other = "kind: CloudResource\nmetadata: { name: other }\nspec: { replicas: 1 }\n---\n"
        let text = other + "# ü\n\(head)spec: { 'ü': 1, replicas: 1 }\n---\n" + other
        #expect(try edited(text, three) == other + "# ü\n\(head)spec: { 'ü': 1, replicas: 3 }\n---\n" + other)
        let windows = "\u{FEFF}\(head)spec:\n  type: process\n".replacing("\n", with: "\r\n")
        #expect(
            try edited(windows, three)
                == "\u{FEFF}\(head)spec:\n  type: process\n  replicas: 3\n".replacing("\n", with: "\r\n"))
    }

    @Test("What can't be changed where it stands is refused with the reason")
    func refuses() throws {
        func refusal(_ text: String, _ edit: ManifestEdit) -> String? {
            do {
                _ = try edited(text, edit)
                return nil
            } catch {
                return "\(error)"
            }
        }
        #expect(
            refusal("kind: CloudResource\nmetadata: { name: x }\n", three) == "the file declares no CloudResource/pool")
        let shared = "\(head)x: &n 2\nspec:\n  type: process\n  replicas: *n\n"
        #expect(refusal(shared, three)?.contains("shared with another place") == true)
        #expect(refusal("\(head)spec:\n  replicas: |\n    2\n", three)?.contains("several lines") == true)
        #expect(refusal("\(head)spec: text\n", three)?.contains("no mapping") == true)
        #expect(refusal("\(head)spec: { replicas: 1, replicas: 2 }\n", three) != nil)
        #expect(refusal("\(head)spec:\n  drift: report\n", ignore)?.contains("no mapping") == true)
    }
}
