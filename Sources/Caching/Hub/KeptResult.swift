import Foundation
import Model

/// How a result stands in a cache: JSON, dates as whole milliseconds, at most 256 KiB.
enum KeptResult {
    static let maximumBytes = 256 << 10

    /// nil for what must not be reused, and for what is too large even without what its command printed.
    static func encode(_ result: ReusedResult) -> Data? {
        guard isReusable(result.result) else { return nil }
        return bounded(result) ?? bounded(withoutOutput(result))
    }

    /// nil for bytes that are no result, and for a result that must not be reused.
    static func decode(_ data: Data) -> ReusedResult? {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            MillisecondTime.date(try decoder.singleValueContainer().decode(Int64.self))
        }
        guard data.count <= maximumBytes, let result = try? decoder.decode(ReusedResult.self, from: data),
            isReusable(result.result)
        else { return nil }
        return result
    }

    /// Only what passed stands for a later run, and captures that are secrets are kept nowhere.
    private static func isReusable(_ result: TaskResult) -> Bool {
        result.outcome == .passed && result.redacted.isEmpty
    }

    private static func bounded(_ result: ReusedResult) -> Data? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(MillisecondTime.count(date))
        }
        guard let data = try? encoder.encode(result), data.count <= maximumBytes else { return nil }
        return data
    }

    private static func withoutOutput(_ reused: ReusedResult) -> ReusedResult {
        let result = reused.result
        let output = result.output.map { output in
            CommandOutput(exitCode: output.exitCode, stdout: "", stderr: "", truncated: true)
        }
        return ReusedResult(
            run: reused.run, recordedAt: reused.recordedAt,
            result: TaskResult(
                outcome: result.outcome, startedAt: result.startedAt, duration: result.duration,
                message: result.message, failures: result.failures, exchange: result.exchange, output: output,
                captures: result.captures, redacted: result.redacted))
    }
}
