import Foundation
import Testing

@testable import HTTPTransport

/// When a call that failed is made again.
struct RetryMachineTests {
    private let start = ContinuousClock.Instant.now

    private func machine(within limit: Duration = .seconds(60)) -> RetryMachine {
        RetryMachine(deadline: start.advanced(by: limit))
    }

    @Test("Pauses double up to the jitter's share, and end with the number of tries")
    func grows() {
        var machine = machine()
        func fail(_ jitter: Double) -> RetryMachine.Decision {
            machine.failed(.transient(retryAfter: nil), now: start, jitter: jitter)
        }
        #expect(fail(1) == .again(after: .milliseconds(100)))
        #expect(fail(1) == .again(after: .milliseconds(200)))
        #expect(fail(0.5) == .again(after: .milliseconds(200)))
        #expect(fail(1) == .giveUp)
        #expect(machine.failures == 4)
    }

    /// Breaks when `asked` is left out of the pause.
    @Test("What the peer asks for is waited for, and throttling longer than a lost connection")
    func asked() {
        var machine = machine()
        #expect(
            machine.failed(.throttled(retryAfter: .seconds(7)), now: start, jitter: 0) == .again(after: .seconds(7)))
        #expect(machine.failed(.throttled(retryAfter: nil), now: start, jitter: 1) == .again(after: .seconds(1)))
    }

    @Test("Nothing is tried after the deadline, and a permanent failure never again")
    func ends() {
        var late = machine(within: .seconds(5))
        #expect(late.failed(.throttled(retryAfter: .seconds(5)), now: start, jitter: 0) == .giveUp)
        var permanent = machine()
        #expect(permanent.failed(.permanent, now: start, jitter: 1) == .giveUp)
    }

    @Test("However many tries and however much jitter, pauses stay between zero and the cap")
    func bounded() {
        var policy = RetryMachine.Policy()
        policy.attempts = 200
        var machine = RetryMachine(policy: policy, deadline: start.advanced(by: .seconds(3_600)))
        for number in 0..<199 {
            let jitter = Double(number % 5) - 1
            guard case .again(let pause) = machine.failed(.transient(retryAfter: nil), now: start, jitter: jitter)
            else {
                Issue.record("gave up after \(number)")
                return
            }
            #expect(pause >= .zero && pause <= policy.cap)
        }
    }

    @Test(
        "Dates of headers are read, and others are not",
        arguments: [
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Mon, 30 Nov 2026 00:00:00 GMT", 1_795_996_800),
        ])
    func dates(_ text: String, _ seconds: Int) {
        #expect(HTTPDate.date(text) == Date(timeIntervalSince1970: TimeInterval(seconds)))
        for other in ["", "yesterday", "Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 08:49:37 CET", "a b c d e GMT"] {
            #expect(HTTPDate.date(other) == nil)
        }
    }

    @Test("Retry-After is seconds, or a date beside the answer's own")
    func retryAfter() {
        func response(_ fields: [(String, String)]) -> HTTPResponse {
            HTTPResponse(
                status: 503, headers: HTTPHeaders(fields.map { .init($0.0, $0.1) }), body: Data(),
                timings: HTTPTimings(), httpVersion: "1.1", finalURL: "http://a")
        }
        #expect(response([("Retry-After", "12")]).retryAfter == .seconds(12))
        #expect(response([("retry-after", "-4")]).retryAfter == .zero)
        #expect(
            response([
                ("Date", "Sun, 06 Nov 1994 08:49:37 GMT"), ("Retry-After", "Sun, 06 Nov 1994 08:49:57 GMT"),
            ]).retryAfter == .seconds(20))
        #expect(response([("Retry-After", "soon")]).retryAfter == nil)
        #expect(response([]).retryAfter == nil)
    }
}
