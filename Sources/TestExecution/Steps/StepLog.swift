import Foundation
import HTTPTransport
import Model

/// Tells the live log of steps as they end, one line each.
struct StepLog: Sendable {
    let sink: LogSink
    /// Whether a later step may capture something that must be masked: then only what the manifest says is told.
    let isGuarded: Bool

    /// - Parameters:
    ///   - title: what the step did.
    ///   - template: the same as the manifest has it, references unresolved.
    func tell(
        _ place: StepPlace, title: String, template: String, _ report: AttemptReport, _ duration: TimeSpan,
        _ redactor: Redactor
    ) {
        var line = "\(place) \(isGuarded ? template : title): \(report.outcome.rawValue) in \(duration)"
        if !isGuarded {
            if let message = report.message { line += ": \(message)" }
            if let exchange = report.maskedExchange { line += "  (\(exchange.logLine))" }
        }
        _ = sink(.rondo, redactor.mask(line.split(whereSeparator: \.isNewline).joined(separator: " ")) + "\n")
    }
}

extension AttemptReport {
    fileprivate var maskedExchange: HTTPExchange? {
        result(startedAt: .distantPast, duration: .milliseconds(0)).exchange
    }
}
