import Controller
import Model

/// What the status of one object means to whoever waits for it; a pure decision.
enum ObjectOutcome {
    static func of(_ object: ObjectIdentity, _ status: ObjectStatus) -> WaitOutcome {
        let message = "\(object): \(status.summary)"
        if let stalled = status.condition(.stalled), stalled.status == .yes {
            return .failed("\(object) is Stalled (\(stalled.reason.rawValue)): \(stalled.message)")
        }
        if status.isSuspended { return .asDesired(message) }
        if status.isWindowed || status.isExpired { return .notAsDesired(message) }
        if status.condition(.reconciling)?.status == .yes { return .underWay(message) }
        guard status.isReady, status.held == nil else { return .notAsDesired(message) }
        return status.condition(.passing)?.status == .no ? .notAsDesired(message) : .asDesired(message)
    }
}
