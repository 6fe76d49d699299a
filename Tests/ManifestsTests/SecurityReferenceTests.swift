import Model
import Testing

@testable import Manifests

struct SecurityReferenceTests {
    @Test(
        "Every check has a line in the reference and in `explain`, and a page of its own",
        arguments: SecurityCheck.Name.allCases)
    func everyCheckIsTold(_ check: SecurityCheck.Name) throws {
        let name = check.rawValue
        #expect(
            SecurityReference.markdown().contains(
                "| [`\(name)`](security-checks/\(name).md) | \(check.profile.activity.rawValue) |"))
        #expect(SecurityReference.text().contains("\n  \(name) "))
        #expect(try SecurityReference.check(in: "security-checks.\(name)") == check)
        let page = SecurityReference.markdown(check)
        for fact in ["sends", "at most", "finds", "severity", "OWASP", "parameter", "advice", "to turn it off"] {
            #expect(page.contains("| \(fact) | "), "\(fact)")
            #expect(SecurityReference.text(check).contains("\n  \(fact)"), "\(fact)")
        }
        for sentence in [check.profile.sends, check.profile.finds, check.profile.advice] {
            #expect(sentence.hasSuffix("."), "\(sentence)")
        }
    }

    /// Breaks when an example of a page is not what a manifest may hold.
    @Test(arguments: SecurityCheck.Name.allCases)
    func theExampleOfAPageIsValid(_ check: SecurityCheck.Name) throws {
        let page = SecurityReference.markdown(check)
        let lines = try #require(page.split(separator: "```yaml\n").last).split(separator: "\n").prefix { $0 != "```" }
        let test = "    - name: a\n" + lines.map { "      \($0)\n" }.joined()
        let outcome = TreeFixture.load(["a.yaml": TreeFixture.environment, "b.yaml": TreeFixture.suite(test)])
        #expect(outcome.set.diagnostics.map(\.description) == [], "\(test)")
    }

    @Test func anUnknownCheckIsToldWithTheNearest() {
        #expect(throws: UnknownCheck.self) { try SecurityReference.check(in: "security-checks.hst") }
        #expect(UnknownCheck(name: "hst").description == "there is no security check `hst`: did you mean `hsts`?")
        #expect(SecurityReference.isMeant(by: "Security-Checks.HSTS") && !SecurityReference.isMeant(by: "suite"))
    }
}
