import Foundation
import Ingestion
import Model
import TestSupport
import Testing

/// What tools of others report of tests that are written here, as they are installed on this machine.
struct CounterpartTests {
    private func run(_ program: URL, _ arguments: [String], in folder: TemporaryDirectory) throws -> String {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = folder.url
        // A test that runs within another tool's test changes what that tool prints.
        process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("NODE_") }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self)
    }

    /// nil, with a word about it, where it is not installed.
    private func program(_ name: String) -> URL? {
        let folders = ["/usr/bin", "/usr/local/bin"]
        let found = folders.map { URL(filePath: "\($0)/\(name)") }.first {
            FileManager.default.isExecutableFile(atPath: $0.path(percentEncoded: false))
        }
        if found == nil { print("skipped: \(name) is not installed") }
        return found
    }

    @Test("what pytest reports")
    func pytest() throws {
        guard CounterpartPython.isInstalled else {
            print("skipped: the counterparts from PyPI are not installed")
            return
        }
        let folder = try TemporaryDirectory()
        try folder.write(
            """
            import pytest
            def test_passes(): pass
            def test_fails():
                assert [1, 2] == [1, 3], "naïve ]]> <b>"
            @pytest.mark.skip(reason="later")
            def test_skipped(): pass
            @pytest.mark.xfail
            def test_expected(): assert False
            @pytest.fixture
            def broken(): raise RuntimeError("setup \\x1b[31mboom")
            def test_errors(broken): pass
            @pytest.mark.parametrize("text", ["a b", "ü", "<x>"])
            def test_each(text): pass

            """, to: "test_shop.py")
        for (family, file) in [("xunit1", "test_shop.py"), ("xunit2", nil)] as [(String, String?)] {
            _ = try run(
                CounterpartPython.url,
                ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "junit_family=\(family)", "--junitxml=out.xml"],
                in: folder)
            let reading = Reading(ReportReader(ReportInput(path: folder.path("out.xml")), format: .junit))
            #expect(reading.error == nil, "\(String(describing: reading.error))")
            #expect(reading.tally.counts == OutcomeCounts(passed: 4, failed: 1, errored: 1, skipped: 2), "\(family)")
            let failed = try #require(reading.cases.first { $0.name == "test_fails" })
            #expect(failed.file == file && failed.className == "test_shop" && failed.suites == ["pytest"])
            #expect(failed.failures.first?.message?.contains("naïve ]]> <b>") == true)
            #expect(failed.startedAt != nil && failed.seconds != nil)
            #expect(reading.cases.first { $0.name == "test_skipped" }?.reason == "later")
        }
    }

    @Test("what Robot Framework reports")
    func robot() throws {
        guard CounterpartPython.isInstalled else {
            print("skipped: the counterparts from PyPI are not installed")
            return
        }
        let folder = try TemporaryDirectory()
        try folder.write(
            """
            *** Test Cases ***
            Passes
                No Operation
            Fails
                Fail    boom <tag> & more
            Skips
                Skip    not now

            """, to: "shop.robot")
        _ = try run(
            CounterpartPython.url,
            [
                "-m", "robot", "--xunit", "out.xml", "--log", "NONE", "--report", "NONE", "--output", "NONE",
                "shop.robot",
            ],
            in: folder)
        let reading = Reading(ReportReader(ReportInput(path: folder.path("out.xml")), format: .junit))
        #expect(reading.error == nil, "\(String(describing: reading.error))")
        #expect(reading.cases.map(\.outcome) == [.passed, .failed, .skipped])
        #expect(reading.cases[1].failures.first?.message == "boom <tag> & more")
        #expect(reading.cases[2].reason == "not now")
    }

    @Test("what node's test runner reports")
    func node() throws {
        guard let node = program("node") else { return }
        let folder = try TemporaryDirectory()
        try folder.write(
            """
            import test, { describe, it } from "node:test";
            import assert from "node:assert";
            describe("cart", () => {
              it("adds # up", () => assert.equal(1 + 1, 2));
              it("totals", () => assert.equal(1, 2));
              it("later", { skip: "not today" }, () => {});
            });
            test("top", async (t) => { await t.test("inner", () => {}); });

            """, to: "cart.test.mjs")
        let output = try run(node, ["--test", "--test-reporter", "tap", "cart.test.mjs"], in: folder)
        let reading = Reading(tap: output)
        #expect(reading.error == nil, "\(String(describing: reading.error)) in \(output)")
        #expect(reading.cases.map(\.outcome) == [.passed, .failed, .skipped, .passed], "\(output)")
        #expect(reading.cases.map(\.name) == ["adds # up", "totals", "later", "inner"])
        #expect(reading.cases.map { $0.suites.last } == ["cart", "cart", "cart", "top"])
        #expect(reading.cases[2].reason == "not today" && reading.cases[1].failures.first?.message != nil)
    }

    @Test("what Perl's Test::More reports")
    func perl() throws {
        guard let perl = program("perl") else { return }
        let folder = try TemporaryDirectory()
        try folder.write(
            """
            use Test::More;
            ok(1, "works");
            is(1, 2, "adds # up");
            SKIP: { skip "no network", 2; }
            TODO: { local $TODO = "not written"; ok(0, "later"); }
            subtest "inner part" => sub { plan tests => 2; ok(1, "one"); ok(1, "two"); };
            done_testing();

            """, to: "shop.t")
        let reading = Reading(tap: try run(perl, ["shop.t"], in: folder))
        #expect(reading.error == nil, "\(String(describing: reading.error))")
        #expect(
            reading.cases.map(\.outcome) == [.passed, .failed, .skipped, .skipped, .skipped, .passed, .passed])
        #expect(reading.cases[1].name == "adds # up" && reading.cases.last?.suites == ["inner part"])
    }

    @Test("what Bandit reports in SARIF, which another reader of the standard takes too")
    func bandit() throws {
        guard CounterpartPython.isInstalled else {
            print("skipped: the counterparts from PyPI are not installed")
            return
        }
        let folder = try TemporaryDirectory()
        try folder.write(
            """
            import pickle
            import subprocess

            def load(text, name):
                subprocess.call("ls " + name, shell=True)
                return pickle.loads(text)

            password = "hunter2"

            """, to: "src/shop cart.py")
        _ = try run(
            CounterpartPython.url, ["-m", "bandit", "-q", "-r", "src", "-f", "sarif", "-o", "out.sarif"], in: folder)
        let check =
            "import pathlib, sarif_pydantic; sarif_pydantic.Sarif.model_validate_json("
            + "pathlib.Path('out.sarif').read_text()); print('valid')"
        #expect(try run(CounterpartPython.url, ["-c", check], in: folder) == "valid\n")
        var findings: [SecurityFinding] = []
        let summary = try SARIFReader(ReportInput(path: folder.path("out.sarif"))).read { findings.append($0) }
        #expect(summary.tools == ["Bandit"] && summary.incomplete.isEmpty && summary.passedOver == 0)
        #expect(findings.map(\.check) == ["B403", "B404", "B602", "B301", "B105"], "\(findings)")
        #expect(findings.map(\.severity) == [.low, .low, .high, .medium, .low], "\(findings)")
        #expect(findings[2].place == "src/shop cart.py:5", "\(findings[2])")
        #expect(findings[2].message == "subprocess call with shell=True identified, security issue.")
        #expect(findings[2].advice?.hasPrefix("See https://bandit.readthedocs.io/") == true)
    }
}
