import Model
import Testing

@testable import Manifests

struct ExplanationTests {
    @Test func aKindIsKnownByAnyOfItsNames() throws {
        for kind in Kind.allCases {
            for name in kind.spellings + [kind.rawValue, kind.rawValue.uppercased()] {
                #expect(try text(name).hasPrefix("KIND:     \(kind.rawValue)\nVERSION:  rondo.dev/v1\n"))
            }
        }
        #expect(try text("suite").contains("NAMES:    testsuite, testsuites, suite, suites\n"))
    }

    @Test func aFieldIsToldWithTypeDefaultAndFields() throws {
        let retry = try text("suite.tests.retry")
        #expect(retry.contains("FIELD:    spec.tests[].retry <Object>\n"))
        #expect(retry.contains("  errored  <integer>\n    default: 2\n    After `errored`.\n"))
        let timeout = try text("suite.spec.tests[0].timeout")
        #expect(timeout.contains("FIELD:    spec.tests[].timeout <duration>\n"))
        #expect(timeout.contains("    default: 60s\n") && !timeout.contains("FIELDS:"))
        #expect(try text("env.type").contains("    enum: dev, staging, prod\n"))
        #expect(try text("suite.tests").contains("  name  <string> -required-\n"))
        #expect(try text("env.services").contains("RULES:\n    exactly one of url, mock is needed.\n"))
        #expect(
            try text("env.services.mock.routes").contains(
                "FIELD:    spec.services.NAME.mock.routes <[]Object> -required-"))
    }

    @Test func allFieldsAreListedWithTheirDepth() throws {
        let all = try text("suite", isRecursive: true)
        #expect(all.contains("\n  spec  <Object> -required-\n"))
        #expect(all.contains("\n      retry  <Object>\n        failed  <integer>\n"))
        #expect(all.contains("\n  status  <Object>\n    observedGeneration  <integer>\n"))
    }

    @Test func theConfigurationIsExplainedToo() throws {
        #expect(try text("rondo.yaml").hasPrefix("KIND:     configuration of a repository (`rondo.yaml`"))
        #expect(try text("Rondo.yaml.prune.window").contains("FIELD:    prune.window <duration>\n"))
        #expect(Explanation.kinds().contains("\nrondo.yaml "))
        #expect(ReferencePage.text(try ExplainedThing("rondo.yaml")).contains("| `prune.maxObjects` | integer | `5` |"))
        #expect(try text("config.allow.env").contains("FIELD:    allow.env <[]string>\n"))
        #expect(Explanation.kinds().contains("\nconfig "))
    }

    @Test(
        "What is not there is told with the nearest name",
        arguments: [
            ("suit", "there is no kind `suit`: did you mean `suite`?"),
            ("suite.tets", "TestSuite has no field `tets`: did you mean `tests`?"),
            ("suite.tests.retri", "TestSuite.spec.tests has no field `retri`: did you mean `retry`?"),
            ("suite.tests.timeout.x", "TestSuite.spec.tests.timeout is a duration and has no fields"),
            ("zzzzzz", "known are Environment, CloudResource"), ("config.alow", "did you mean `allow`?"),
            ("rondo.yaml.prun", "rondo.yaml has no field `prun`: did you mean `prune`?"),
            ("suite..x", "has no field ``"), ("", "there is no kind ``"),
        ])
    func nearestName(subject: String, message: String) {
        #expect { try ExplainedThing(subject) } throws: { "\($0)".contains(message) }
    }

    @Test func aReferencePageHoldsEveryField() throws {
        let page = ReferencePage.text(try ExplainedThing("testsuite"))
        #expect(page.contains("| `tests[].name` | string | required |"))
        #expect(page.contains("| `tests[].retry.errored` | integer | `2` |"))
        #expect(page.contains("## `status`\n"))
        #expect(
            ReferencePage.text(try ExplainedThing("environment")).contains("| `services.NAME.mock.routes[].path` |"))
        #expect(ReferencePage.text(try ExplainedThing("config")).contains("| `allow.env` | []string |"))
    }

    private func text(_ subject: String, isRecursive: Bool = false) throws -> String {
        Explanation.text(try ExplainedThing(subject), isRecursive: isRecursive)
    }
}
