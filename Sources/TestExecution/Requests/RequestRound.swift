import Foundation
import HTTPTransport
import Model
import TestLanguage

/// One sending of a request and what came of it; nothing of the answer's body is kept.
struct RequestRound {
    let report: AttemptReport
    private let sent: HTTPRequest
    private let status: Int?
    private let timings: HTTPTimings?
    /// No answer came within its bound.
    let ranOutOfTime: Bool

    /// - Parameter sent: with all that belongs to this sending.
    static func run(
        _ sent: HTTPRequest, bound: RequestBound, claims: Claims, variables: [String: JSONValue], scratch: URL,
        http: HTTPClient, redactor: Redactor
    ) async -> RequestRound {
        do {
            let response = try await http.send(sent)
            var evidence = Evidence(response)
            evidence.variables = variables
            evidence.files = ScratchFiles(folder: scratch)
            var report = AttemptReport(outcome: .passed, redactor: redactor)
            report.judge(Evaluation(of: evidence, claims: claims, redactor: redactor))
            return RequestRound(
                report: report, sent: sent, status: response.status, timings: response.timings, ranOutOfTime: false)
        } catch {
            let report = AttemptReport(
                outcome: outcome(of: error, bound), message: "\(told(error, bound))", redactor: redactor)
            let ranOutOfTime = if case .timedOut = error { true } else { false }
            return RequestRound(
                report: report, sent: sent, status: nil, timings: nil, ranOutOfTime: ranOutOfTime)
        }
    }

    /// A system under test that can't be reached is wrong; a request that can't be sent tells nothing about it.
    private static func outcome(of error: HTTPTransportError, _ bound: RequestBound) -> Outcome {
        switch error {
        case .cancelled: .cancelled
        case .timedOut(_, _, let after) where after >= bound.limit && bound.owner == .test: .timedOut
        case _ where error.isPeerFailure: .failed
        default: .errored
        }
    }

    /// The bound as it was written, not what was left of it when the request began.
    private static func told(_ error: HTTPTransportError, _ bound: RequestBound) -> HTTPTransportError {
        guard case .timedOut(let endpoint, let phase, let after) = error, after >= bound.limit else { return error }
        return .timedOut(endpoint: endpoint, phase: phase, after: bound.whole)
    }

    /// With what is shown of the exchange; the command line only of a request that did not pass.
    ///
    /// - Parameter polls: how often it was sent; nil when it does not poll.
    func finished(_ rest: RestRequest, polls: Int?) -> AttemptReport {
        var report = report
        report.exchange = HTTPExchange(
            method: sent.method, url: sent.url, status: status, dns: Self.span(timings?.dns),
            connect: Self.span(timings?.connect), tls: Self.span(timings?.tls),
            firstByte: timings?.firstByte.rounded, total: timings?.total.rounded,
            curl: report.outcome == .passed
                ? "" : CurlCommandLine.text(of: sent, from: rest, redactor: report.redactor),
            trace: sent.headers.first { $0.name.lowercased() == "traceparent" }?.value, polls: polls)
        return report
    }

    /// nil for a phase that a connection in use or without TLS has none of.
    private static func span(_ duration: Duration?) -> TimeSpan? {
        duration.flatMap { $0 == .zero ? nil : $0.rounded }
    }
}
