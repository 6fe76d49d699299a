import Foundation
import Model

/// Tells people when calls of a provider are paused, and when they go on.
struct ProviderNews: Sendable {
    let clock: any WallClock
    let report: @Sendable (Event) -> Void

    func tell(_ scope: CallScope, _ change: CircuitBreaker.Change, lastError: String) {
        switch change {
        case .opened(let pause):
            report(
                Event(
                    time: clock.now(), object: nil, severity: .warning, reason: .providerPaused,
                    message: "provider \(scope) failed again and again; calls are paused, and the next one is tried in "
                        + "\(pause.components.seconds) s: \(lastError)"))
        case .closed:
            report(
                Event(
                    time: clock.now(), object: nil, reason: .providerResumed,
                    message: "provider \(scope) answers again; calls go on"))
        }
    }
}
