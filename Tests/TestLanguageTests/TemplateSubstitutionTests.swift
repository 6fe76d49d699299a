import Model
import TestLanguage
import Testing

struct TemplateSubstitutionTests {
    private let substitution = TemplateSubstitution([
        "name": .string("${{ vars.x }}"), "count": .integer(3), "dollar": .string("$"), "text": .string("$${{ a"),
    ])

    private func apply(_ text: String) throws -> JSONValue { try substitution.apply(.string(text)) }

    @Test func templatesGoInAsTheyAre() throws {
        #expect(try apply("${{ params.name }}") == .string("${{ vars.x }}"))
        #expect(try apply("a-${{ params.name }}-${{ params.count }}") == .string("a-${{ vars.x }}-3"))
        #expect(try apply("${{ params.count }}") == .integer(3))
        #expect(
            try apply("${{ params.other }} $${{ params.name }}") == .string("${{ params.other }} $${{ params.name }}"))
        let tree = JSONValue.array([.object(["a": .string("${{ params.count }}")]), .null])
        #expect(try substitution.apply(tree) == .array([.object(["a": .integer(3)]), .null]))
    }

    @Test func piecesNeverMeetToMakeAReference() throws {
        let joined = try apply("${{ params.dollar }}{{ secrets.x }}")
        #expect(try Template(joined.string ?? "").references.isEmpty)
        let last = try TreeResolver([.run], scope: Scope()).resolve(joined)
        #expect(last == .string("${{ secrets.x }}"))
        #expect(try TreeResolver([.run], scope: Scope()).resolve(apply("${{ params.text }}")) == .string("${{ a"))
    }
}
