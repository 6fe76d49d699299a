import Foundation

/// How fast calls may go to a service that refuses some for coming too often; a plain value without a clock of its own.
///
/// Nothing is held back before the first refusal. Then calls go at a rate that falls to seven tenths with each refusal
/// and grows back along a cubic curve, as the SDKs of AWS do in their adaptive mode ("Retry behavior" of the AWS SDKs and
/// Tools reference guide; CUBIC is RFC 9438).
package struct AdaptiveRate: Hashable, Sendable {
    private static let scale = 0.4
    private static let beta = 0.7
    private static let smoothing = 0.8
    /// Calls a second that always go.
    private static let slowest = 0.5
    /// Calls are counted over so many seconds.
    private static let span = 0.5

    private let start: ContinuousClock.Instant
    private var isLimiting = false
    /// Calls a second, as they were sent lately.
    private var measured = 0.0
    private var counted = 0.0
    private var countedFrom = 0.0
    /// Calls a second that may go.
    private var rate = AdaptiveRate.slowest
    /// Calls that may go at once; below zero those that are waited for.
    private var tokens = 0.0
    private var filledAt = 0.0
    /// The rate at the last refusal, and when that was.
    private var peak = 0.0
    private var refusedAt = 0.0

    package init(now: ContinuousClock.Instant) { start = now }

    /// Takes the place of one call in the row.
    ///
    /// - Returns: how long it has to wait.
    package mutating func enter(now: ContinuousClock.Instant) -> Duration {
        guard isLimiting else { return .zero }
        refill(at: seconds(now))
        tokens -= 1
        return tokens >= 0 ? .zero : .seconds(-tokens / rate)
    }

    /// Takes what came of a call.
    package mutating func answered(isThrottled: Bool, now: ContinuousClock.Instant) {
        let time = seconds(now)
        count(at: time)
        let wanted: Double
        if isThrottled {
            let last = isLimiting ? min(measured, rate) : measured
            peak = last
            refusedAt = time
            wanted = last * Self.beta
            if !isLimiting { filledAt = time }
            isLimiting = true
        } else {
            guard isLimiting else { return }
            let plateau = cbrt(peak * (1 - Self.beta) / Self.scale)
            let elapsed = time - refusedAt - plateau
            wanted = Self.scale * elapsed * elapsed * elapsed + peak
        }
        refill(at: time)
        rate = max(min(wanted, 2 * measured), Self.slowest)
        tokens = min(tokens, max(rate, 1))
    }

    private mutating func refill(at time: Double) {
        tokens = min(max(rate, 1), tokens + max(0, time - filledAt) * rate)
        filledAt = max(filledAt, time)
    }

    private mutating func count(at time: Double) {
        counted += 1
        let passed = time - countedFrom
        guard passed >= Self.span else { return }
        measured = counted / passed * Self.smoothing + measured * (1 - Self.smoothing)
        counted = 0
        countedFrom = time
    }

    private func seconds(_ now: ContinuousClock.Instant) -> Double { start.duration(to: now) / .seconds(1) }
}
