import Foundation
import HTTPTransport
import Model
import TestLanguage
import TestSupport
import Testing

@testable import TestExecution

/// What can't be read proves neither that something is there nor that it isn't.
struct EvidenceTests {
    private static func response(_ body: String, _ type: String = "application/json") -> Evidence {
        var headers = HTTPHeaders()
        headers.append("Content-Type", type)
        return Evidence(
            HTTPResponse(
                status: 200, headers: headers, body: Data(body.utf8),
                timings: HTTPTimings(firstByte: .milliseconds(30), total: .milliseconds(41)), httpVersion: "1.1",
                finalURL: "http://127.0.0.1:1/", ip: "127.0.0.1"))
    }

    private func failures(_ lines: [String], _ evidence: Evidence) throws -> [String] {
        let claims = Claims(assert: try lines.map(AssertionParser.parse))
        return Evaluation(of: evidence, claims: claims, redactor: Redactor()).failures.map {
            "\($0.query): \($0.actual)"
        }
    }

    /// Breaks when a body that can't be parsed is a value that is missing.
    @Test func aBodyThatIsNoJSONHoldsNobodyKnowsWhat() throws {
        let reason = "(the body is not JSON: \"<html>Bad gateway</html>\")"
        #expect(
            try failures(
                ["json $.error not exists", "graphql.errors not exists", "json $.error exists"],
                Self.response("<html>Bad gateway</html>"))
                == [
                    "json $.error: unknown \(reason)", "graphql.errors: unknown \(reason)",
                    "json $.error: no value \(reason)",
                ])
        #expect(
            try failures(["xml \"//error\" not exists"], Self.response("{\"error\": 1}"))
                == ["xml \"//error\": unknown (the body is not XML: \"{\\\"error\\\": 1}\")"])
        // In an empty body there is nothing indeed.
        #expect(
            try failures(
                ["json $.error not exists", "graphql.errors not exists", "xml \"//error\" not exists"],
                Self.response("")
            ).isEmpty)
        #expect(try failures(["json $.error not exists"], Self.response("{}")).isEmpty)
        #expect(
            try failures(
                ["xml \"//error\" not exists"], Self.response("<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>", "text/xml"))
                == ["xml \"//error\": unknown (\(MarkupDocument.entitiesReason))"])
    }

    /// Breaks when files that are there and can't be read count as missing ones.
    @Test func onlyAFileThatIsNotThereIsMissing() throws {
        let scratch = try TemporaryDirectory()
        try scratch.write("x", to: "out/a.log")
        let large = scratch.url.appending(path: "big.log")
        #expect(FileManager.default.createFile(atPath: large.path, contents: nil))
        try FileHandle(forWritingTo: large).truncate(atOffset: UInt64(ScratchFiles.limit) + 1)
        for (name, target) in [("l.log", "out/a.log"), ("way", "out"), ("dead", "nowhere")] {
            try FileManager.default.createSymbolicLink(
                atPath: scratch.url.appending(path: name).path, withDestinationPath: target)
        }
        var evidence = Evidence(duration: .zero)
        evidence.files = ScratchFiles(folder: scratch.url)
        #expect(
            try failures(["gone.log", "gone/a.log", "out/a.log/b"].map { "file \($0) not exists" }, evidence).isEmpty)
        #expect(try failures(["junit gone.xml not exists"], evidence).isEmpty)
        #expect(
            try failures(["big.log", "l.log", "way/a.log", "dead", "out"].map { "file \($0) not exists" }, evidence)
                == [
                    "file big.log: unknown (`big.log` is larger than 16Mi)",
                    "file l.log: unknown (`l.log` is a link, or leads over one)",
                    "file way/a.log: unknown (`way/a.log` is a link, or leads over one)",
                    "file dead: unknown (`dead` is a link, or leads over one)",
                    "file out: unknown (`out` is no file)",
                ])
        #expect(
            try failures(["junit big.log not exists"], evidence)
                == ["junit big.log: unknown (`big.log` is larger than 16Mi)"])
    }

    /// Breaks when the lines are counted before it is asked whether all of them are there.
    @Test func linesOfACutOutputAreNotCounted() throws {
        var output = BoundedOutput(limit: 10)
        output.append(Array(String(repeating: "line\n", count: 100).utf8))
        let evidence = Evidence(
            exitCode: 0, stdout: Evidence.Stream(output), stderr: Evidence.Stream(BoundedOutput()), duration: .zero)
        let reason = "(a part of the output is missing, so lines can't be counted)"
        #expect(
            try failures(["line 50 not exists", "line 1 exists"], evidence) == [
                "line 50: unknown \(reason)", "line 1: no value \(reason)",
            ])
    }

    /// Breaks when what a cancelled attempt could not judge any more counts as a failure of the system.
    @Test func aCancelledAttemptFailsNobody() async throws {
        let claims = Claims(assert: [try AssertionParser.parse("json $.error exists")])
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            var report = AttemptReport(outcome: .passed, redactor: Redactor())
            report.judge(Evaluation(of: Self.response("{}"), claims: claims, redactor: Redactor()))
            return report.outcome
        }
        task.cancel()
        #expect(await task.value == .cancelled)
    }
}
