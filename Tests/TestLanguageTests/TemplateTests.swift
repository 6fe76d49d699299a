import Model
import Testing

@testable import TestLanguage

struct TemplateTests {
    @Test func takesATextApart() throws {
        let template = try Template("a ${{ vars.region }}/$${{ x }}é${{services.shop-api.url}}${{ '$' }}")
        #expect(template.parts.count == 7)
        #expect(template.references.map(\.description) == ["vars.region", "services.shop-api.url"])
        #expect(template.references.map(\.span) == [.init(offset: 2, length: 18), .init(offset: 31, length: 26)])
        #expect(template.parts[2] == .literal("/"))
        #expect(template.parts[3] == .escape)
        #expect(template.parts.last == .quoted("$"))
        #expect(template.wholeReference == nil)
    }

    @Test func readsIndices() throws {
        let reference = try #require(try Template("${{ resources.pool.instances[12].address }}").wholeReference)
        #expect(reference.steps == [.name("pool"), .name("instances"), .index(12), .name("address")])
        #expect(reference.description == "resources.pool.instances[12].address")
        #expect(reference.name == "pool")
        #expect(reference.time == .dispatch)
        #expect(try Template("${{ attempt }}").wholeReference?.name == nil)
    }

    @Test(arguments: ["", "plain", "$ {{ x }}", "${ {", "$}}", "{{ vars.x }}", "${x}", "$$", "${"])
    func otherTextsAreLiteral(text: String) throws {
        #expect(!Template.mayHoldReferences(text))
        #expect(try Template(text).references.isEmpty)
        #expect(try Template(text).parts == (text.isEmpty ? [] : [.literal(text)]))
    }

    @Test(
        arguments: [
            ("${{ vars.x", "`${{` has no `}}`", 0, 3),
            ("é ${{", "`${{` has no `}}`", 2, 3),
            ("${{}}", "names nothing", 0, 5),
            ("a ${{  }}", "names nothing", 2, 7),
            ("${{ var.x }}", "unknown name `var`: did you mean `vars`?", 4, 3),
            ("${{ secret.x }}", "unknown name `secret`: did you mean `secrets`?", 4, 6),
            ("${{ qqqqqqqqqqq.x }}", "a reference begins with one of vars, params", 4, 11),
            ("${{ vars. }}", "is no path, ` ` can't stand here", 9, 1),
            ("${{ vars.a b }}", "`b` can't stand here", 11, 1),
            ("${{ vars.a${{ vars.b }} }}", "`$` can't stand here", 10, 1),
            ("${{ .x }}", "`.` can't stand here", 4, 1),
            ("${{ vars[a] }}", "`a` can't stand here", 9, 1),
            ("${{ vars[1", "has no `}}`", 0, 3),
            ("${{ vars[1 }}", "` ` can't stand here", 10, 1),
            ("${{vars.}}", "it ends too early", 8, 1),
            ("${{ 'open }}", "`'` can't stand here", 4, 1),
            ("${{ 'a' b }}", "`'` can't stand here", 4, 1),
        ])
    func refuses(text: String, message: String, offset: Int, length: Int) throws {
        let error = try #require(throws: LanguageError.self) { try Template(text) }
        #expect(error.message.contains(message), "\(error)")
        #expect(error.span == TextSpan(offset: offset, length: length), "\(error) at \(error.span)")
    }

    @Test func everyRootHasATimeAndAName() {
        #expect(ReferenceTime(root: "vars") == .sync)
        #expect(ReferenceTime(root: "secrets") == .dispatch)
        #expect(ReferenceTime(root: "captures") == .run)
        #expect(ReferenceTime(root: "variable") == nil)
        for root in ReferenceRoot.allCases { #expect(!root.noun.isEmpty) }
        #expect(ReferenceRoot.allCases.filter { $0.time == .sync }.map(\.rawValue) == ["vars", "params", "matrix"])
        #expect(ReferenceRoot.allCases.filter { $0.time == .dispatch }.count == 4)
        #expect(ReferenceRoot.allCases.filter { $0.time == .run }.count == 4)
    }

    @Test(arguments: ["a", "${{ x }}", "$${{ x }}", "$$${{", "a${{b${{c", "$", "${{"])
    func escapingSurvivesParsing(text: String) throws {
        let template = try Template(Template.escaping(text))
        #expect(template.references.isEmpty)
        var writer = TemplateWriter(isLast: true)
        for part in template.parts { writer.append(part) }
        #expect(writer.text == text)
    }
}
