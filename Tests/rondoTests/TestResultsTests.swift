import Foundation
import Model
import TestSupport
import Testing

/// `rondo test results` as it is typed.
struct TestResultsTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func results(
        _ arguments: String..., input: String? = nil
    ) async throws -> (exit: Int32?, output: String, errors: String) {
        let process = try RondoProcess(["test", "results"] + arguments, input: input, outputIn: folder.url)
        let exit = await process.exitCode()
        return (exit, process.output, process.errors)
    }

    private func write(_ text: String, _ name: String) throws -> String {
        try folder.write(text, to: name)
        return folder.path(name)
    }

    @Test("exit codes say whether all is well, something failed, or it could not be told")
    func exitCodes() async throws {
        let good = try write("<testsuite><testcase name='a'/></testsuite>", "good.xml")
        let bad = try write(
            "<testsuite><testcase name='b\u{9B}2J'><failure message='boom'/></testcase></testsuite>", "bad.xml")
        let suite = try write("<testsuite name='s'><error message='setup'/></testsuite>", "suite.xml")
        let cut = try write("<testsuite><testcase name='c'/><testc", "cut.xml")
        let bailed = try write("1..2\nok 1\nBail out! no disk\n", "bailed.tap")
        let passed = try await results("--junit", good)
        #expect(
            passed.exit == 0 && passed.output == "✔ \(good)   passed 1  failed 0  errored 0   1 case, 0 ms\n",
            "\(passed)")
        let failed = try await results("--junit", good, "--junit", bad)
        #expect(failed.exit == 1 && failed.output.contains("✘ b\\u{9b}2J   failed\n"), "\(failed)")
        #expect(failed.output.hasSuffix("passed 1  failed 1  errored 0   2 cases, 0 ms   2 reports\n"), "\(failed)")
        #expect(try await results("--junit", suite).exit == 1)
        let unread = try await results("--junit", cut, "--junit", bad)
        #expect(
            unread.exit == 2 && unread.errors == "error: \(cut):1:32: not well-formed XML: unclosed token\n",
            "\(unread)")
        #expect(unread.output.contains("boom"), "\(unread)")
        let stopped = try await results("--tap", bailed)
        #expect(
            stopped.exit == 2 && stopped.errors.contains("bailed.tap:3: the tests bailed out: no disk"), "\(stopped)")
        #expect(try await results("--junit", folder.path("none.xml")).exit == 2)
        #expect(try await results().exit == 64)
        #expect(try await results("--junit", good, "-o", "yaml").exit == 64)
        #expect(try await results("--junit", "-", "--tap", "-").exit == 64)
    }

    @Test("json is one document, from standard input too, whatever becomes of the report")
    func json() async throws {
        let whole = try await results(
            "--junit", "-", "-o", "json", input: "<testsuite><testcase name='a'><skipped/></testcase></testsuite>")
        let value = try JSONDecoder().decode(JSONValue.self, from: Data(whole.output.utf8))
        #expect(whole.exit == 0 && value["summary"]?["skipped"] == .integer(1), "\(whole)")
        let cut = try await results("--junit", "-", "-o", "json", input: "<testsuite><testcase name='a'/>")
        let part = try JSONDecoder().decode(JSONValue.self, from: Data(cut.output.utf8))
        guard case .array(let errors)? = part["errors"] else {
            Issue.record("\(cut)")
            return
        }
        #expect(cut.exit == 2 && errors.count == 1 && part["summary"]?["passed"] == .integer(1), "\(cut)")
    }

    @Test("100,000 cases stream: memory stays what it is for one")
    func streams() async throws {
        func peak(_ path: String) async throws -> Int {
            let text = try await SpawnedProcess.runAside(
                "/usr/bin/python3", ["-c", Self.meter, RondoExecutable.url.path(percentEncoded: false), path]
            ).output
            return try #require(Int(text.trimmingCharacters(in: .whitespacesAndNewlines)), "\(text)")
        }
        let small = try write("<testsuite><testcase name='a'/></testsuite>", "small.xml")
        let row = (0..<100).map {
            "<testcase classname='shop.CartTest' name='case \($0)' time='0.5'><failure message='no'/></testcase>\n"
        }
        .joined()
        let large = try write(
            "<testsuite>" + String(repeating: row, count: 1_000) + "</testsuite>", "large.xml")
        let (one, all) = (try await peak(small), try await peak(large))
        print("rondo test results: \(one >> 10) MiB for one case, \(all >> 10) MiB for 100,000")
        #expect(all < one + (8 << 10))
    }

    /// Prints the greatest resident size in kB.
    private static let meter = """
        import resource, subprocess, sys
        subprocess.run([sys.argv[1], "test", "results", "--junit", sys.argv[2], "-o", "json"],
                       stdout=subprocess.DEVNULL, timeout=600)
        print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
        """
}
