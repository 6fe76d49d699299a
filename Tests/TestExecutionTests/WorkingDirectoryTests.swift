import Foundation
import HTTPTransport
import Model
import TestLanguage
import TestSupport
import Testing

@testable import TestExecution

/// `command.workingDir`: below the scratch folder, and never out of it.
struct WorkingDirectoryTests {
    private func run(
        _ script: String, in path: String?, prepare: (TemporaryDirectory) throws -> Void = { _ in }
    ) async throws -> (result: TaskResult, scratch: String) {
        let scratch = try TemporaryDirectory()
        try prepare(scratch)
        let settings = TestSettings(name: "test")
        let result = await TestRunner(http: HTTPClient()).run(
            TestWork(
                definition: TestDefinition(
                    settings: settings,
                    body: .command(CommandSpec(run: ["sh", "-c", script], workingDir: path, stdin: "given"))),
                scratch: scratch.url))
        return (result, scratch.path(""))
    }

    /// Breaks when the launch takes the scratch folder instead.
    @Test func runsBelowTheScratchFolder() async throws {
        let (result, scratch) = try await run("pwd; cat; ls; cd; pwd", in: "tool/./bin") {
            try $0.write("", to: "tool/bin/here")
        }
        #expect(result.outcome == .passed, "\(result)")
        let root = scratch.hasSuffix("/") ? String(scratch.dropLast()) : scratch
        #expect(result.output?.stdout == "\(root)/tool/bin\ngivenhere\n\(root)\n")
    }

    @Test func programsAreFoundFromThere() async throws {
        let scratch = try TemporaryDirectory()
        try scratch.write("#!/bin/sh\necho found\n", to: "tool/check.sh")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: scratch.path("tool/check.sh"))
        let result = await TestRunner(http: HTTPClient()).run(
            TestWork(
                definition: TestDefinition(
                    settings: TestSettings(name: "t"),
                    body: .command(CommandSpec(run: ["./check.sh"], workingDir: "tool"))), scratch: scratch.url))
        #expect(result.output?.stdout == "found\n", "\(result)")
    }

    /// Breaks when a missing folder is made, or links are followed.
    @Test func whatIsNotThereOrLeadsOutIsAnError() async throws {
        let missing = try await run("true", in: "api").result
        #expect(missing.outcome == .errored)
        #expect(
            missing.message
                == "can't run in `api`: there is no `api`; it is a folder of the scratch folder, into which `files` lays files"
        )
        let link = try await run("true", in: "tmp/x") {
            try FileManager.default.createSymbolicLink(atPath: $0.path("tmp"), withDestinationPath: "/")
        }.result
        #expect(link.outcome == .errored)
        for path in ["../x", "/tmp"] {
            let outside = try await run("true", in: path).result
            #expect(outside.outcome == .errored)
            #expect(outside.message?.contains("is not inside the scratch folder") == true, "\(outside)")
        }
    }
}
