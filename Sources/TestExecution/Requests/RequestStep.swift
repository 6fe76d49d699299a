import Foundation
import HTTPTransport
import Model

/// Sends one request and judges its answer: what a `rest` test does, and what a step of another test may do.
///
/// A request that polls is sent again until everything holds, within one result.
struct RequestStep {
    let request: RestRequest
    let claims: Claims
    /// The bound of the test or step, in which all of it must have ended.
    let timeout: TimeSpan
    /// What was captured before, for assertions about variables.
    let variables: [String: JSONValue]
    let scratch: URL
    let http: HTTPClient
    let redactor: Redactor
    /// Signatures hold the time.
    var clock: any WallClock = SystemWallClock()
    /// What it shares with the other steps of its test.
    var jar: HTTPCookieJar?

    func run() async -> AttemptReport {
        do {
            var base = try RequestBuilder(
                rest: request, timeout: timeout.duration, files: ScratchFiles(folder: scratch), redactor: redactor
            ).build()
            base.jar = jar
            base.tellsTLSFacts = claims.askForTLSFacts
            var signer = RequestSigner(
                base: base, auth: request.options.auth, http: http, clock: clock, redactor: redactor)
            if let poll = request.options.poll { return try await run(poll, &signer) }
            return try await round(&signer, own: request.options.timeout?.duration, since: .now)
                .finished(request, polls: nil)
        } catch is CancellationError {
            return AttemptReport(outcome: .cancelled, message: "the request was cancelled", redactor: redactor)
        } catch HTTPTransportError.cancelled {
            return AttemptReport(outcome: .cancelled, message: "the request was cancelled", redactor: redactor)
        } catch {
            return AttemptReport(outcome: .errored, message: "\(error)", redactor: redactor)
        }
    }

    /// Sends until all holds, until something is found that no waiting mends, or until the time is over.
    private func run(_ poll: RequestPoll, _ signer: inout RequestSigner) async throws -> AttemptReport {
        let start = ContinuousClock.now
        // Whose end comes first decides what a poll that found nothing came to.
        let isBoundByTest = poll.limit > timeout
        let limit = min(poll.limit, timeout).duration
        let ownTimeout = request.options.timeout?.duration
        var polls = 0
        var before: RequestRound?
        while true {
            let own = [ownTimeout, isBoundByTest ? nil : limit - Self.passed(since: start)].compactMap(\.self).min()
            var round = try await round(&signer, own: own, since: start)
            polls += 1
            // One that the end of the time cut off says nothing of the server; the one before does.
            if round.ranOutOfTime, own == nil || own != ownTimeout, let before { round = before }
            before = round
            switch round.report.outcome {
            case .passed, .skipped, .errored, .cancelled: return round.finished(request, polls: polls)
            case .failed, .timedOut: break
            }
            guard Self.passed(since: start) + poll.every.duration < limit else {
                var report = round.finished(request, polls: polls)
                if isBoundByTest { report.outcome = .timedOut }
                report.message? += " (still so after \(polls == 1 ? "1 poll" : "\(polls) polls"))"
                return report
            }
            try await Task.sleep(for: poll.every.duration)
        }
    }

    private func round(
        _ signer: inout RequestSigner, own: Duration?, since start: ContinuousClock.Instant
    ) async throws -> RequestRound {
        func bound() -> RequestBound {
            RequestBound(
                own: own, left: max(timeout.duration - Self.passed(since: start), .milliseconds(1)),
                of: timeout.duration)
        }
        var sent = try await signer.next(within: bound().limit)
        // To be told a token took its time.
        let bound = bound()
        sent.timeout = bound.limit
        return await RequestRound.run(
            sent, bound: bound, claims: claims, variables: variables, scratch: scratch, http: http,
            redactor: signer.redactor)
    }

    /// In whole milliseconds, so that a bound that nothing was taken of reads as it was written.
    private static func passed(since start: ContinuousClock.Instant) -> Duration {
        .milliseconds((ContinuousClock.now - start) / .milliseconds(1))
    }
}
