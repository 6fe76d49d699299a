import Foundation
import HTTPTransport
import Model

/// `tls-cert-expiry`: whether the certificate is good now and for a while.
enum CertificateExpiryCheck {
    static func run(_ run: CheckRun) async throws(CheckFailure) -> [SecurityFinding] {
        guard run.target.isEncrypted else { return [run.notEncrypted] }
        let response = try await run.look()
        guard case .date(let start) = CertificateFacts.subject(of: .startDate, in: response),
            case .date(let end) = CertificateFacts.subject(of: .expireDate, in: response)
        else { throw .undecided("the certificate does not say until when it is good") }
        let needed = run.span(otherwise: .minutes(14 * 24 * 60))
        if end <= run.now { return [run.finding("the certificate expired \(end.shown)", isException: true)] }
        if start > run.now {
            return [run.finding("the certificate is not valid before \(start.shown)", isException: true)]
        }
        let left = end.timeIntervalSince(run.now)
        guard left < Double(needed.milliseconds) / 1_000 else { return [] }
        return [run.finding("the certificate expires \(end.shown), within \(needed)")]
    }
}

extension Date {
    /// To the minute, in UTC.
    fileprivate var shown: String {
        "on " + formatted(.iso8601.year().month().day()) + " at "
            + formatted(.iso8601.time(includingFractionalSeconds: false)) + " UTC"
    }
}
