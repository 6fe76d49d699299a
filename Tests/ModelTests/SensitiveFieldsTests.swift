import Model
import Testing

struct SensitiveFieldsTests {
    private func masked(_ path: String, _ value: String) -> JSONValue? {
        SensitiveFields.masked(FieldChange(path: path, old: nil, new: .string(value))).new
    }

    /// Breaks when `shown` gives the text.
    @Test(
        "A value under a name that promises a secret is not shown",
        arguments: [
            "tests[0].rest.auth.bearer", "tests[2].headers[\"Authorization\"]", "variables.DB_PASSWORD",
            "services.shop.credentials.api-key", "secrets.pin", "tests[0].env.GITHUB_TOKEN", "auth.basic.password",
        ])
    func masks(_ path: String) {
        #expect(masked(path, "hunter2") == .string("***"))
        #expect(masked(path, "env:SHOP_PIN") == .string("env:SHOP_PIN"))
        #expect(masked(path, "${{ secrets.pin }}") == .string("${{ secrets.pin }}"))
    }

    @Test func leavesOthersAsTheyAre() {
        for path in ["replicas", "tests[0].name", "services.shop.url", "variables.tokens-per-minute"] {
            #expect(masked(path, "plain") == .string("plain"))
        }
        #expect(masked("services.shop.url", "https://ana:pw@shop.test/a@b") == .string("https://ana:***@shop.test/a@b"))
        #expect(masked("services.shop.url", "https://shop.test/a:b@c") == .string("https://shop.test/a:b@c"))
    }

    @Test func masksWithinNewParts() {
        let test = JSONValue.object([
            "name": .string("pay"),
            "auth": .object(["basic": .object(["user": .string("a"), "password": .string("b")])]),
            "limits": .array([.integer(1), .object(["token": .string("t")])]),
        ])
        let shown = SensitiveFields.masked(FieldChange(path: "tests[3]", old: test, new: nil)).old
        #expect(shown?["auth"]?["basic"]?["password"] == .string("***"))
        #expect(shown?["auth"]?["basic"]?["user"] == .string("a") && shown?["name"] == .string("pay"))
        #expect(shown?["limits"] == .array([.integer(1), .object(["token": .string("***")])]))
    }

    @Test func changesInWords() {
        #expect(ChangeText.words(FieldChange(path: "replicas", old: .integer(2), new: .integer(3))) == "replicas 2 → 3")
        #expect(ChangeText.words(FieldChange(path: "a", old: nil, new: .string("b"))) == "a b (new)")
        #expect(ChangeText.words(FieldChange(path: "a", old: .bool(true), new: nil)) == "a true (gone)")
        #expect(ChangeText.words(FieldChange(path: "spec", old: nil, new: nil)) == "spec")
        let long = ChangeText.words(FieldChange(path: "a", old: nil, new: .string(String(repeating: "x", count: 99))))
        #expect(long.contains("…") && long.count < 80)
    }
}
