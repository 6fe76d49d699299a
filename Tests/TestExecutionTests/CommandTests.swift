import Foundation
import Glibc
import Model
import TestExecution
import TestSupport
import Testing

struct CommandTests {
    @Test func passesByItsExitCodeAndKeepsWhatItPrinted() async throws {
        let result = try await Fixture.run(Fixture.sh("echo out; echo err >&2"))
        #expect(result.outcome == .passed)
        #expect(result.message == nil)
        #expect(result.output == CommandOutput(exitCode: 0, stdout: "out\n", stderr: "err\n", truncated: false))
    }

    @Test func argumentsAreGivenAsTheyAre() async throws {
        let result = try await Fixture.run(.command(CommandSpec(run: ["printf", "<%s>", "a b", "$HOME", "", "ü'\""])))
        #expect(result.output?.stdout == "<a b><$HOME><><ü'\">")
    }

    @Test func aShellIsUsedOnlyWhenAsked() async throws {
        let result = try await Fixture.run(.command(CommandSpec(run: ["echo", "$((1 + 2))", "|", "cat"], shell: true)))
        #expect(result.output?.stdout == "3\n")
    }

    // MARK: Exit codes

    @Test func otherExitCodesFail() async throws {
        let result = try await Fixture.run(Fixture.sh("exit 3", exitCodes: ExitCodes(passed: [0, 2], skipped: [77])))
        #expect(result.outcome == .failed)
        #expect(result.message == "exitCode: expected 0 or 2, got 3")
        #expect(result.failures == [AssertionFailure(query: "exitCode", expected: "0 or 2", actual: "3")])
        #expect(result.output?.exitCode == 3)
    }

    @Test func exitCodesMaySkipAndPass() async throws {
        let codes = ExitCodes(passed: [0, 2], skipped: [77])
        #expect(try await Fixture.run(Fixture.sh("exit 2", exitCodes: codes)).outcome == .passed)
        let skipped = try await Fixture.run(Fixture.sh("exit 77", exitCodes: codes), assert: ["stdout == x"])
        #expect(skipped.outcome == .skipped)
        #expect(skipped.message == "exit code 77 says that it was skipped")
        #expect(skipped.failures.isEmpty)
    }

    @Test func anAssertionOnTheExitCodeDecidesInstead() async throws {
        let body = Fixture.sh("exit 3", exitCodes: ExitCodes(skipped: [3]))
        #expect(try await Fixture.run(body, assert: ["exitCode == 3"]).outcome == .passed)
        #expect(try await Fixture.run(body, assert: ["exitCode < 3"]).outcome == .failed)
        // Another assertion leaves the exit code to `exitCodes`.
        #expect(try await Fixture.run(Fixture.sh("exit 3"), assert: ["stdout isEmpty"]).outcome == .failed)
    }

    @Test func aSignalIsAFailureThatNamesIt() async throws {
        let result = try await Fixture.run(Fixture.sh("kill -9 $$"), assert: ["exitCode == 0"])
        #expect(result.outcome == .failed)
        #expect(result.message == "killed by signal 9 (killed)")
        #expect(result.output?.exitCode == nil)
        #expect(result.failures.map(\.actual) == ["no value (a signal ended the command)"])
    }

    @Test func aProgramThatIsNotThereTellsNothing() async throws {
        let missing = try await Fixture.run(.command(CommandSpec(run: ["rondo-no-such-program"])))
        #expect(missing.outcome == .errored)
        #expect(missing.message?.hasPrefix("program not found: `rondo-no-such-program` is in none of /") == true)
        let path = try await Fixture.run(.command(CommandSpec(run: ["./no-such-program"])))
        #expect(path.outcome == .errored)
        #expect(path.message == "cannot start `./no-such-program`: there is no such file")
        let folder = try await Fixture.run(.command(CommandSpec(run: ["/etc"])))
        #expect(folder.outcome == .errored)
        #expect(folder.message == "cannot start `/etc`: it is not an executable file")
        let none = try await Fixture.run(.command(CommandSpec(run: [])))
        #expect(none.message == "`run` is empty: name the program to run")
        let foreign = try TemporaryDirectory()
        try foreign.write("#!/no/such/interpreter\n", to: "script")
        chmod(foreign.path("script"), 0o755)
        let script = try await Fixture.run(.command(CommandSpec(run: [foreign.path("script")])))
        #expect(script.outcome == .errored)
        #expect(script.message?.hasPrefix("cannot start `\(foreign.path("script"))`: ") == true)
    }

    @Test func whatNoProgramCanBeGivenIsAnError() async throws {
        let argument = try await Fixture.run(.command(CommandSpec(run: ["echo", "a\u{0}b"])))
        #expect(argument.message?.contains("NUL") == true)
        let variable = try await Fixture.run(Fixture.sh("true"), env: ["A=B": "1"])
        #expect(variable.outcome == .errored)
        #expect(variable.message == "`A=B` can't be the name of an environment variable")
    }

    // MARK: Environment and input

    @Test func nothingOfTheWorkersEnvironmentIsPassedOn() async throws {
        setenv("RONDO_TEST_TOKEN", "worker-secret", 1)
        let result = try await Fixture.run(
            .command(CommandSpec(run: ["/usr/bin/env"])), env: ["GREETING": "hello", "LANG": "C"])
        let names = Set((result.output?.stdout ?? "").split(separator: "\n").map { String($0.prefix { $0 != "=" }) })
        #expect(names == ["PATH", "HOME", "TMPDIR", "LANG", "GREETING", "RONDO_ATTEMPT"])
        #expect(result.output?.stdout.contains("GREETING=hello\n") == true)
        #expect(result.output?.stdout.contains("LANG=C\n") == true)
    }

    @Test func itRunsInTheScratchFolder() async throws {
        let result = try await Fixture.run(
            Fixture.sh(#"[ "$PWD" = "$HOME" ] && [ "$PWD" = "$TMPDIR" ] && [ -z "$(ls -A)" ] && pwd"#))
        #expect(result.outcome == .passed)
        #expect(result.output?.stdout.contains("rondo-test-") == true)
    }

    @Test func programsOfTheScratchFolderAndOfTheTestsPathAreFound() async throws {
        let scratch = try TemporaryDirectory()
        try scratch.write("#!/bin/sh\necho mine\n", to: "bin/tool")
        chmod(scratch.path("bin/tool"), 0o755)
        for (run, env) in [(["bin/tool"], [:]), (["tool"], ["PATH": scratch.path("bin")])] {
            let work = TestWork(
                definition: TestDefinition(
                    settings: TestSettings(name: "t", env: env), body: .command(CommandSpec(run: run))),
                scratch: scratch.url)
            #expect(await TestRunner(http: Fixture.http).run(work).output?.stdout == "mine\n")
        }
    }

    @Test func standardInputIsTheTextOrNothing() async throws {
        let text = String(repeating: "line ü\n", count: 40_000)
        let counted = try await Fixture.run(Fixture.sh("wc -c", stdin: text))
        #expect(counted.output?.stdout.trimmingCharacters(in: .whitespacesAndNewlines) == "\(text.utf8.count)")
        #expect(try await Fixture.run(Fixture.sh("wc -c")).output?.stdout.contains("0") == true)
        // Nobody reads it: that must neither block nor kill.
        #expect(try await Fixture.run(Fixture.sh("exit 0", stdin: text)).outcome == .passed)
    }

    @Test func noDescriptorOfTheWorkerIsPassedOn() async throws {
        let leaked = open("/dev/null", O_RDONLY)
        defer { close(leaked) }
        let result = try await Fixture.run(.command(CommandSpec(run: ["ls", "/proc/self/fd"])))
        // 3 is the folder that `ls` itself reads.
        #expect(result.output?.stdout == "0\n1\n2\n3\n")
    }

    @Test func ignoredSignalsAreNotInherited() async throws {
        signal(SIGPIPE, SIG_IGN)
        let result = try await Fixture.run(.command(CommandSpec(run: ["grep", "SigIgn", "/proc/self/status"])))
        let digits = result.output?.stdout.split(whereSeparator: \.isWhitespace).last ?? ""
        let ignored = try #require(UInt64(digits, radix: 16))
        // The standard signals; the two beyond them are the C library's own.
        #expect(ignored & 0x7FFF_FFFF == 0)
    }

    @Test func itStaysInTheWorkersSessionInAGroupOfItsOwn() async throws {
        let result = try await Fixture.run(Fixture.sh("cut -d' ' -f1,5,6 /proc/$$/stat"))
        let fields = (result.output?.stdout ?? "").split(whereSeparator: \.isWhitespace).map { Int32($0) }
        #expect(fields.count == 3)
        #expect(fields.first == fields.dropFirst().first)
        #expect(fields.last == getsid(0))
    }

    // MARK: Output

    @Test func endlessOutputIsBounded() async throws {
        let result = try await Fixture.run(Fixture.sh("yes 0123456789 | head -c 50000000; echo the end"))
        #expect(result.outcome == .passed)
        let stdout = try #require(result.output?.stdout)
        #expect(result.output?.truncated == true)
        #expect(stdout.utf8.count < 70_000)
        #expect(stdout.hasPrefix("0123456789\n0123"))
        #expect(stdout.hasSuffix("the end\n"))
        #expect(stdout.contains("\n… \(50_000_008 - 65_536) bytes left out …\n"))
    }

    @Test func aCommandThatPrintsForeverTimesOut() async throws {
        let result = try await Fixture.run(
            Fixture.sh("echo start; yes; echo never"), timeout: .milliseconds(300))
        #expect(result.outcome == .timedOut)
        #expect(result.message == "the command did not end within 300ms and was killed")
        #expect(result.output?.stdout.hasPrefix("start\n") == true)
    }

    @Test func whatIsNotInACutOutputIsNotKnown() async throws {
        let body = Fixture.sh("echo first; head -c 200000 /dev/zero | tr '\\0' x; echo; echo last")
        let result = try await Fixture.run(
            body,
            assert: [
                "stdout contains first", "stdout endsWith \"last\\n\"", "stdout contains middle",
                "stdout not contains middle", "stdout not matches mi[d]+le",
            ])
        #expect(
            result.failures.map(\.expected) == [
                #"contains "middle""#, #"not contains "middle""#, #"not matches "mi[d]+le""#,
            ])
        #expect(result.failures.allSatisfy { $0.actual.hasSuffix("(not in the parts of the output that were kept)") })
    }

    @Test func streamsAreAsserted() async throws {
        let result = try await Fixture.run(
            Fixture.sh("echo '42 ok'; echo 17 >&2"),
            assert: [
                "stdout == '42 ok'", "stdout matches ^[0-9]+", "stderr == 17", "stderr >= 17", "duration < 60s",
                "status exists", "json $.a exists", "body exists", "header A exists", "stdout == other",
            ])
        #expect(
            result.failures.map(\.actual) == [
                "no value (a command has no status)", "no value (a command has no body)",
                "no value (a command has no body)", "no value (a command has no headers)", #""42 ok\n""#,
            ])
    }

    @Test func capturesComeFromStreams() async throws {
        let result = try await Fixture.run(
            Fixture.sh("echo sesame-123"), capture: ["word": Capture(from: .stdout, redact: true)])
        #expect(result.captures == ["word": .string("sesame-123\n")])
        #expect(result.redacted == ["word"])
        #expect(result.output?.stdout.contains("sesame") == false)
        let cut = try await Fixture.run(
            Fixture.sh("yes | head -c 200000"), capture: ["all": Capture(from: .stdout)])
        #expect(cut.failures.map(\.actual) == ["an output of which a part is missing"])
    }

    @Test func secretsAreMaskedAlsoWhereTheOutputIsCut() async throws {
        let secret = "abcdefghijklmnopqrstuvwxyz"
        // The secret straddles the end of the first part and the start of the last one.
        let result = try await Fixture.run(
            Fixture.sh(
                "head -c 32758 /dev/zero | tr '\\0' .; printf %s \"$TOKEN\"; head -c 90000 /dev/zero | tr '\\0' .; "
                    + "printf %s \"$TOKEN\"; head -c 32758 /dev/zero | tr '\\0' .; echo \"$TOKEN\" >&2"),
            env: ["TOKEN": secret], secrets: [secret])
        let output = try #require(result.output)
        #expect(output.truncated)
        #expect(output.stderr == "***\n")
        #expect(output.stdout.contains(".***\n… "))
        #expect(output.stdout.contains(" …\n***."))
        #expect(!output.stdout.contains("abcd") && !output.stdout.contains("wxyz"))
    }
}
