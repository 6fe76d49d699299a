import Foundation
import HTTPTransport
import Model
import TestLanguage

/// Sends the request of a `rest` test and judges the answer.
struct RestAttempt {
    let request: RestRequest
    let settings: TestSettings
    /// Those of the tests that this one depends on.
    let captures: [String: JSONValue]
    let scratch: URL
    let http: HTTPClient
    let redactor: Redactor

    func run() async -> AttemptReport {
        let trace = TraceContext()
        var built: HTTPRequest
        do {
            let builder = RequestBuilder(rest: request, timeout: settings.timeout, trace: trace)
            guard let request = try builder.build() else {
                return AttemptReport(outcome: .errored, message: missingAddress, redactor: redactor)
            }
            built = request
            built.tellsTLSFacts = settings.asksForTLSFacts
        } catch {
            return AttemptReport(outcome: .errored, message: "the body is no JSON: \(error)", redactor: redactor)
        }
        do {
            let response = try await http.send(built)
            var report = AttemptReport(outcome: .passed, redactor: redactor)
            report.exchange = exchange(built, trace, response)
            var evidence = Evidence(response)
            evidence.variables = captures
            evidence.files = ScratchFiles(folder: scratch)
            report.judge(Evaluation(of: evidence, settings: settings, redactor: redactor))
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
        case .timedOut(_, _, let after) where after >= settings.timeout.duration: .timedOut
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

extension TestSettings {
    /// Whether anything asks about the connection's encryption.
    fileprivate var asksForTLSFacts: Bool {
        func isTLS(_ query: Query) -> Bool {
            switch query.word {
            case .cert, .tlsVersion: true
            default: false
            }
        }
        return assert.contains { isTLS($0.query) } || capture.values.contains { isTLS($0.from.query) }
    }
}
