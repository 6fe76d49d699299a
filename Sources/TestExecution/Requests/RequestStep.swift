import Foundation
import HTTPTransport
import Model
import TestLanguage

/// Sends one request and judges its answer: what a `rest` test does, and what a step of another test may do.
struct RequestStep {
    let request: RestRequest
    let claims: Claims
    /// The bound of the test or step, in which the request must have ended.
    let timeout: TimeSpan
    /// What was captured before, for assertions about variables.
    let variables: [String: JSONValue]
    let scratch: URL
    let http: HTTPClient
    let redactor: Redactor

    func run() async -> AttemptReport {
        let trace = TraceContext()
        var built: HTTPRequest
        do {
            let builder = RequestBuilder(rest: request, timeout: timeout, trace: trace)
            guard let request = try builder.build() else {
                return AttemptReport(outcome: .errored, message: missingAddress, redactor: redactor)
            }
            built = request
            built.tellsTLSFacts = claims.askForTLSFacts
        } catch {
            return AttemptReport(outcome: .errored, message: "the body is no JSON: \(error)", redactor: redactor)
        }
        do {
            let response = try await http.send(built)
            var report = AttemptReport(outcome: .passed, redactor: redactor)
            report.exchange = exchange(built, trace, response)
            var evidence = Evidence(response)
            evidence.variables = variables
            evidence.files = ScratchFiles(folder: scratch)
            report.judge(Evaluation(of: evidence, claims: claims, redactor: redactor))
            return report
        } catch {
            var report = AttemptReport(outcome: outcome(of: error), message: "\(error)", redactor: redactor)
            report.exchange = exchange(built, trace, nil)
            return report
        }
    }

    private var missingAddress: String {
        request.service.map { "service `\($0)` has no address" } ?? "the request has no `url`"
    }

    /// A system under test that can't be reached is wrong; a request that can't be sent tells nothing about it.
    private func outcome(of error: HTTPTransportError) -> Outcome {
        switch error {
        case .cancelled: .cancelled
        case .timedOut(_, _, let after) where after >= timeout.duration: .timedOut
        case _ where error.isPeerFailure: .failed
        default: .errored
        }
    }

    private func exchange(_ request: HTTPRequest, _ trace: TraceContext, _ response: HTTPResponse?) -> HTTPExchange {
        HTTPExchange(
            method: request.method, url: request.url, status: response?.status,
            firstByte: response?.timings.firstByte.rounded, total: response?.timings.total.rounded,
            curl: CurlCommandLine.text(of: request),
            trace: request.headers.first { $0.name.lowercased() == "traceparent" }?.value)
    }
}
