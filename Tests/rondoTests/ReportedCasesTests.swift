import Foundation
import Model
import Store
import TestSupport
import Testing

/// Real tools run as commands of a suite: their own reports become cases.
struct ReportedCasesTests {
    /// What a tool is given, how it is called, and what its own summary says.
    struct Tool: Sendable, CustomTestStringConvertible {
        let name: String
        let files: [String: String]
        let run: [String]
        let reports: String
        let counts: OutcomeCounts
        let failing: [String]

        var testDescription: String { name }
    }

    private static let python = CounterpartPython.url.path(percentEncoded: false)

    static let pytest = Tool(
        name: "pytest",
        files: [
            "test_shop.py": """
            import pytest
            def test_passes(): pass
            def test_fails():
                assert [1, 2] == [1, 3]
            @pytest.mark.skip(reason="later")
            def test_skipped(): pass
            @pytest.fixture
            def broken(): raise RuntimeError("no database")
            def test_errors(broken): pass
            """
        ], run: [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--junitxml=out/pytest.xml"],
        reports: "{ junit: [\"out/*.xml\"] }", counts: OutcomeCounts(passed: 1, failed: 1, errored: 1, skipped: 1),
        failing: ["test_shop › test_fails", "test_shop › test_errors"])

    static let robot = Tool(
        name: "Robot Framework",
        files: [
            "shop.robot": """
            *** Test Cases ***
            Passes
                No Operation
            Fails
                Fail    boom
            Skips
                Skip    not now
            Passes Too
                No Operation
            """
        ],
        run: [
            python, "-m", "robot", "--xunit", "out.xml", "--log", "NONE", "--report", "NONE", "--output", "NONE",
            "shop.robot",
        ],
        reports: "{ junit: [out.xml] }", counts: OutcomeCounts(passed: 2, failed: 1, skipped: 1),
        failing: ["Shop › Fails"])

    private static let cart = """
        import test, { describe, it } from "node:test";
        import assert from "node:assert";
        describe("cart", () => {
          it("adds up", () => assert.equal(1 + 1, 2));
          it("totals", () => assert.equal(1, 2));
          it("later", { skip: "not today" }, () => {});
        });
        """

    private static func node(_ reporter: String, _ reports: String, failing: String) -> Tool {
        Tool(
            name: "node's test runner, \(reporter)", files: ["cart.test.mjs": cart],
            run: [
                "node", "--test", "--test-reporter", reporter, "--test-reporter-destination", "out.\(reporter)",
                "cart.test.mjs",
            ], reports: reports, counts: OutcomeCounts(passed: 1, failed: 1, skipped: 1), failing: [failing])
    }

    static let tools = [
        pytest, robot, node("junit", "{ junit: [out.junit] }", failing: "test › totals"),
        node("tap", "{ tap: [out.tap] }", failing: "cart › totals"),
    ]

    /// A suite whose tests write their files themselves and run a tool on them.
    private static func suite(_ tests: [(name: String, tool: Tool, reports: String, after: String)]) -> String {
        let texts = tests.map { test in
            let tool = test.tool
            let writes = tool.files.sorted { $0.key < $1.key }.map { name, text in
                "cat > \(name) <<'RONDO'\n\(text)\nRONDO\n"
            }
            let command = tool.run.map { "'\($0)'" }.joined(separator: " ")
            let script = (writes.joined() + command + test.after).split(
                separator: "\n", omittingEmptySubsequences: false
            )
            .map { "              " + $0 }.joined(separator: "\n")
            return """
                    - name: \(test.name)
                      timeout: 2m
                      retry: { errored: 0 }
                      command:
                        shell: true
                        run:
                          - |
                \(script)
                        reports: \(test.reports)
                """
        }
        return """
            apiVersion: rondo.dev/v1
            kind: TestSuite
            metadata: { name: smoke }
            spec:
              environments: [dev]
              tests:
            \(texts.joined(separator: "\n"))

            """
    }

    private func commit(_ suite: String, to fixture: RondoFixture, _ message: String = "Change") throws {
        try fixture.commit(
            [
                "env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 1),
                "suite.yaml": suite,
            ], message)
    }

    private func once(_ fixture: RondoFixture) async throws -> (exit: Int32?, output: String) {
        let process = try fixture.startController(["--once"])
        let exit = await process.exitCode()
        return (exit, process.output + process.errors)
    }

    private func result(_ test: String, in run: FinishedRun) -> TaskResult? {
        run.tasks.first { $0.name == test }?.lastResult
    }

    @Test("what the tools' own summaries say becomes the verdict and the stored cases", arguments: tools)
    func tool(_ tool: Tool) async throws {
        guard CounterpartPython.isInstalled else {
            print("skipped: the counterparts from PyPI are not installed")
            return
        }
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try commit(Self.suite([("unit", tool, tool.reports, "")]), to: fixture)
        let ended = try await once(fixture)
        #expect(ended.exit == 1, "\(ended.output)")
        let run = try #require(try await fixture.runs().first)
        let result = try #require(self.result("unit", in: run))
        let failing = tool.counts.failed + tool.counts.errored
        #expect(result.outcome == .failed, "\(result)")
        #expect(result.message?.hasPrefix("\(failing) of \(tool.counts.finished) cases failed: ") == true, "\(result)")
        #expect(result.cases == AttemptCases(counts: tool.counts))
        let store = try #require(try await fixture.store())
        let cases = try await store.cases(run: run.verdict.run, task: "unit", limit: 100)
        #expect(cases.entries.count == tool.counts.finished)
        #expect(cases.entries.filter(\.entry.event.isFailing).map(\.entry.event.title) == tool.failing)
    }

    @Test("a report that passes, is all skipped, is missing or is broken says so")
    func verdicts() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        func writing(_ text: String) -> Tool {
            Tool(
                name: "", files: ["out.xml": text], run: ["true"], reports: "", counts: OutcomeCounts(), failing: [])
        }
        let junit = "{ junit: [out.xml] }"
        let good = writing("<testsuite><testcase name='a'/></testsuite>")
        try commit(
            Self.suite([
                ("good", good, junit, ""), ("crashed", good, junit, "; exit 3"),
                ("skipped", writing("<testsuite><testcase name='a'><skipped/></testcase></testsuite>"), junit, ""),
                ("missing", good, "{ junit: [other.xml] }", ""),
                ("broken", writing("<testsuite>\n  <testcase"), junit, ""),
            ]), to: fixture)
        let ended = try await once(fixture)
        #expect(ended.exit == 2, "\(ended.output)")
        let run = try #require(try await fixture.runs().first)
        let outcomes = Dictionary(run.tasks.map { ($0.name, $0.outcome) }) { first, _ in first }
        #expect(
            outcomes == [
                "good": .passed, "crashed": .errored, "skipped": .skipped, "missing": .errored, "broken": .errored,
            ])
        #expect(
            result("crashed", in: run)?.message?.hasPrefix("exit code 3, but no case in its reports failed") == true)
        #expect(result("missing", in: run)?.message?.contains("no file that matches `other.xml`") == true)
        #expect(result("broken", in: run)?.message?.hasPrefix("out.xml:2:3: not well-formed XML") == true)
    }

    @Test("cases are shown alike by a controller and from its folder, byte by byte")
    func bothPaths() async throws {
        guard CounterpartPython.isInstalled else {
            print("skipped: the counterparts from PyPI are not installed")
            return
        }
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let other = Self.node("tap", "{ tap: [out.tap] }", failing: "")
        try commit(
            Self.suite([
                ("unit / py", Self.pytest, Self.pytest.reports, ""), ("node", other, other.reports, ""),
            ]), to: fixture)
        let controller = try fixture.startController()
        #expect(
            await eventually { (try? await fixture.runs().count) == 1 }, "\(controller.output) \(controller.errors)")
        let run = try #require(try await fixture.runs().first?.verdict.run.rawValue)
        let subjects = [
            [run, "--cases"], [run, "--cases", "-o", "json"], ["\(run)/unit / py"], ["\(run)/node", "-o", "json"],
            [run, "--cases", "--attempt", "1", "-o", "json"],
        ]
        var live: [String] = []
        for arguments in subjects {
            let shown = try await fixture.rondo(["test", "results"] + arguments)
            #expect(shown.exit == 1, "\(shown)")
            live.append(shown.output)
        }
        #expect(live[0].contains("✘ test_shop › test_fails"), "\(live[0])")
        #expect(live[0].contains("   7 cases, ") && live[0].hasSuffix("   2 tests\n"), "\(live[0])")
        let document = try JSONDecoder().decode(JSONValue.self, from: Data(live[1].utf8))
        #expect(document["summary"]?["passed"] == .integer(2) && document["run"] == .string(run))
        let described = try await fixture.rondo("describe", "run/\(run)").output
        #expect(described.contains("unit / py   4       1        1        1         1"), "\(described)")
        #expect(described.contains("✘ unit / py: test_shop › test_fails: assert [1, 2] == [1, 3]"), "\(described)")
        await fixture.stop(controller)
        for (arguments, before) in zip(subjects, live) {
            let stored = try await fixture.rondo(["test", "results"] + arguments)
            #expect(stored.output == before, "\(arguments): \(stored.errors)")
        }
        #expect(try await fixture.rondo("test", "results", "r-none", "--cases").exit == 2)
        let none = try await fixture.rondo("test", "results", "\(run)/none")
        #expect(none.exit == 2 && none.errors.contains("has no test `none`"), "\(none)")
    }

    @Test("coverage is a number of the run, a metric, and has a trend")
    func coverage() async throws {
        guard CounterpartPython.isInstalled else {
            print("skipped: the counterparts from PyPI are not installed")
            return
        }
        let fixture = try RondoFixture()
        defer { fixture.end() }
        func tool(_ call: String) -> Tool {
            Tool(
                name: "coverage",
                files: [
                    "cart.py":
                        "def total(a, tax=0):\n    if tax:\n        return a * tax\n    return a\n\ntotal(\(call))\n"
                ],
                run: [
                    "sh", "-c",
                    "\(Self.python) -m coverage run cart.py && \(Self.python) -m coverage xml -q -o cov.xml",
                ],
                reports: "{ coverage: { format: cobertura, paths: [cov.xml] } }", counts: OutcomeCounts(), failing: [])
        }
        let first = tool("1")
        try commit(Self.suite([("cover", first, first.reports, "")]), to: fixture)
        #expect(try await once(fixture).exit == 0)
        let second = tool("1, 2")
        try commit(Self.suite([("cover", second, second.reports, "; true")]), to: fixture, "Call with a tax")
        #expect(try await once(fixture).exit == 0)
        let runs = try await fixture.runs()
        #expect(
            runs.map(\.verdict.coverage) == [LineCoverage(lines: 5, covered: 4), LineCoverage(lines: 5, covered: 4)])
        let newest = try #require(runs.first?.verdict.run)
        let older = try #require(runs.last?.verdict.run)
        let text = try await fixture.rondo("describe", "run/\(newest)").output
        #expect(text.contains("Coverage:      80.0 % (4 of 5 lines), as in \(older)\n"), "\(text)")
        let store = try #require(try await fixture.store())
        let samples = try await store.samples(
            metric: "coverage.line", since: .distantPast, until: .distantFuture, limit: 10)
        #expect(samples.map(\.value) == [0.8, 0.8] && samples.first?.tags["suite"] == "smoke", "\(samples)")
    }
}
