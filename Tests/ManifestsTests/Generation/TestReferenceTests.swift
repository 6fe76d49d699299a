import Foundation
import Model
import Testing

@testable import Manifests

/// A page for each sort of test, made of the table that manifests are read by.
struct TestReferenceTests {
    @Test("Each sort has a page with every field of it", arguments: TestReference.names)
    func everyField(name: String) throws {
        let page = try #require(TestReference(name)).markdown()
        let fields = try #require(TestFields.test.field(name)?.type.shape.fields).fields
        for field in fields { #expect(page.contains("| `\(field.name)` |"), "\(field.name)") }
        #expect(
            page.contains("../assertions.md") || page.contains("rest.md") || name == "performance" || name == "security"
        )
    }

    /// Breaks when a page shows what `validate` refuses.
    @Test("The example of each page is valid", arguments: TestReference.names)
    func examplesAreValid(name: String) throws {
        let reference = try #require(TestReference(name))
        #expect(reference.markdown().contains(reference.example))
        let loaded = TreeFixture.load(["env.yaml": TreeFixture.environment, "suite.yaml": reference.example])
        let errors = loaded.set.diagnostics.filter { $0.severity == .error }
        #expect(errors.map(\.description) == [])
    }

    @Test func theSortIsEnoughToExplainIt() throws {
        let short = Explanation.text(try ExplainedThing("rest"), isRecursive: false)
        #expect(short == Explanation.text(try ExplainedThing("suite.tests.rest"), isRecursive: false))
        #expect(
            Explanation.text(try ExplainedThing("integration.steps.forEach.as"), isRecursive: false).contains(
                "captures.NAME"))
        #expect(Explanation.kinds().contains("\ngraphql "))
        #expect(TestReference("reste") == nil)
    }
}
