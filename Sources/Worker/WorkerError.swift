import API

/// Why a worker ended without having served.
package enum WorkerError: Error, Hashable, Sendable {
    case boot(path: String, reason: String)
    case joinRefused(reason: String)
    case neverJoined(lastReason: String)
}

extension WorkerError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .boot(let path, let reason):
            "cannot read \(path): \(reason); a worker is started by its controller, which writes that file"
        case .joinRefused(let reason):
            "the controller refused the join token: \(reason); the controller makes a new instance with a new one"
        case .neverJoined(let reason): "no controller let this worker join: \(reason)"
        }
    }
}
