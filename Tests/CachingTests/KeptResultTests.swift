import Foundation
import Model
import Testing

@testable import Caching

@Suite struct KeptResultTests {
    @Test func everythingComesBackWithDatesToTheMillisecond() throws {
        let result = ReusedResult(
            run: RunID(rawValue: "r-1"), recordedAt: Date(timeIntervalSince1970: 1_800_000_000.123),
            result: TaskResult(
                outcome: .passed, startedAt: Date(timeIntervalSince1970: 1_799_999_999.999),
                duration: .milliseconds(124), message: "fine",
                exchange: HTTPExchange(
                    method: "GET", url: "http://127.0.0.1/ä", status: 200, firstByte: .milliseconds(3),
                    total: .milliseconds(5), curl: "curl …", trace: "00-1-2-01"),
                output: CommandOutput(exitCode: 0, stdout: "out\n", stderr: "", truncated: false),
                captures: ["id": .integer(9_007_199_254_740_993), "price": .number(1.5), "tags": .array([.null])]))
        let data = try #require(KeptResult.encode(result))
        #expect(KeptResult.decode(data) == result)
    }

    @Test func whatIsBelowAMillisecondIsRounded() throws {
        let data = try #require(KeptResult.encode(Samples.result(at: Samples.later(0.001_6))))
        #expect(KeptResult.decode(data)?.recordedAt == Samples.later(0.002))
    }

    @Test(arguments: Outcome.allCases.filter { $0 != .passed })
    func onlyWhatPassedIsKeptAndServed(outcome: Outcome) throws {
        #expect(KeptResult.encode(Samples.result(outcome: outcome)) == nil)
        let data = try #require(KeptResult.encode(Samples.result()))
        let text = String(decoding: data, as: UTF8.self)
            .replacing(#""outcome":"passed""#, with: #""outcome":"\#(outcome.rawValue)""#)
        #expect(KeptResult.decode(Data(text.utf8)) == nil)
    }

    @Test func secretCapturesAreKeptNowhere() throws {
        #expect(KeptResult.encode(Samples.result(captures: ["token": .string("s")], redacted: ["token"])) == nil)
        let data = try #require(KeptResult.encode(Samples.result(captures: ["token": .string("s")])))
        let text = String(decoding: data, as: UTF8.self)
            .replacing(#""redacted":[]"#, with: #""redacted":["token"]"#)
        #expect(KeptResult.decode(Data(text.utf8)) == nil)
    }

    @Test func aLargeResultIsKeptWithoutWhatItPrinted() throws {
        let output = CommandOutput(
            exitCode: 0, stdout: String(repeating: "x", count: 200_000), stderr: String(repeating: "y", count: 100_000),
            truncated: false)
        let data = try #require(KeptResult.encode(Samples.result(output: output, captures: ["a": .bool(true)])))
        let kept = try #require(KeptResult.decode(data)).result
        #expect(kept.output == CommandOutput(exitCode: 0, stdout: "", stderr: "", truncated: true))
        #expect(kept.captures == ["a": .bool(true)])
        #expect(kept.duration == .seconds(2))
    }

    @Test func whatIsTooLargeEvenSoIsNotKept() {
        let captures: [String: JSONValue] = ["big": .string(String(repeating: "x", count: KeptResult.maximumBytes))]
        #expect(KeptResult.encode(Samples.result(captures: captures)) == nil)
    }

    @Test func aResultUpToTheBoundKeepsWhatItPrinted() throws {
        let output = CommandOutput(
            exitCode: 0, stdout: String(repeating: "x", count: 200_000), stderr: "", truncated: false)
        let data = try #require(KeptResult.encode(Samples.result(output: output)))
        #expect(KeptResult.decode(data)?.result.output == output)
    }

    @Test(arguments: ["", "{}", "null", "[]", "{\"run\":1}", "\u{FFFD}"])
    func whatIsNoResultIsNone(text: String) {
        #expect(KeptResult.decode(Data(text.utf8)) == nil)
    }

    @Test func aNumberWithoutAJSONFormIsNotKept() {
        #expect(KeptResult.encode(Samples.result(captures: ["nan": .number(.nan)])) == nil)
    }
}
