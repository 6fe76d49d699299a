import API
import Controller
import Foundation
import Model

/// Asks a controller again and again how far it has come, until something is decided or the time is over.
struct OutcomeWait: Sendable {
    private static let pause = Duration.milliseconds(200)

    let client: APIClient
    let limit: Duration

    /// A controller that does not answer for a moment, as while it is started anew, is asked again.
    func outcome(
        _ decide: (ReconcileProgress) async throws -> WaitOutcome
    ) async throws -> WaitOutcome {
        let deadline = ContinuousClock.now.advanced(by: limit)
        var last = "no controller answers"
        while true {
            do {
                switch try await decide(try await client.progress()) {
                case .underWay(let message): last = message
                case let decided: return decided
                }
            } catch let error as APIError where error.isTransient {
                last = "\(error)"
            }
            guard ContinuousClock.now < deadline else { return .failed("the time is over: \(last)") }
            try await Task.sleep(for: Self.pause)
        }
    }

    /// How one object stands, or with nil everything.
    func outcome(of object: ObjectIdentity?, _ progress: ReconcileProgress) async throws -> WaitOutcome {
        guard let object else { return try await outcomeOfAll(progress) }
        do {
            return ObjectOutcome.of(object, try await client.object(object).status)
        } catch .notFound {
            let end = "it is not there: it waits, or git does not want it; `rondo plan` says which"
            return progress.isSettled ? .notAsDesired("\(object): \(end)") : .underWay("\(object) is not there yet")
        }
    }

    private func outcomeOfAll(_ progress: ReconcileProgress) async throws -> WaitOutcome {
        let objects = try await client.objects().items
        if let stalled = objects.first(where: \.status.isStalled) {
            return ObjectOutcome.of(stalled.identity, stalled.status)
        }
        guard progress.isSettled else {
            let first = objects.first { $0.status.condition(.reconciling)?.status == .yes }
            return .underWay(first.map { "\($0.identity): \($0.status.summary)" } ?? "it is not settled")
        }
        let ready = objects.count(where: \.status.isReady)
        let revisions = progress.sources.compactMap(\.revision?.short).joined(separator: ", ")
        let pins = progress.sources.compactMap(\.pin).map { "\nsource `\($0.source)` is \($0)" }.joined()
        let text = "\(ready) of \(objects.count) objects ready at \(revisions)\(pins)"
        return switch ExitStatus(rawValue: progress.exit) {
        case .asDesired: .asDesired("as desired: \(text)")
        case .notAsDesired: .notAsDesired("not as desired: \(text); `rondo get` says what is not")
        case .couldNotCheck, nil: .failed("could not check everything: \(text); `rondo get` says why")
        }
    }
}
