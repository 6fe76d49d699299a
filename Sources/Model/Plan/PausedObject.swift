package import Foundation

/// An object that is left alone for now although it may need something, and why.
package struct PausedObject: Hashable, Sendable, Codable {
    package let object: ObjectIdentity
    package let reason: PauseReason

    package init(object: ObjectIdentity, reason: PauseReason) {
        self.object = object
        self.reason = reason
    }
}

/// Why an object is left alone.
package enum PauseReason: Hashable, Sendable, Codable {
    /// Its manifest says `suspend: true`.
    case suspendedInGit
    /// A person suspended it.
    case suspended(Suspension)
    /// No sync window of its environment is open; `until` is nil when none ever opens.
    case syncWindow(until: Date?, pending: PendingChange)

    /// Whether a person, in git or by hand, set it aside.
    package var isSuspension: Bool {
        switch self {
        case .suspendedInGit, .suspended: true
        case .syncWindow: false
        }
    }
}

/// What waits for a sync window.
package enum PendingChange: String, Hashable, Sendable, Codable {
    case create, change, delete
}

extension PauseReason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .suspendedInGit: "suspended in git: nothing is done to it"
        case .suspended(let suspension): "\(suspension)"
        case .syncWindow(let until?, let pending):
            "\(pending.rawValue) waits for the sync window that opens at \(until.formatted(.iso8601))"
        case .syncWindow(nil, let pending): "\(pending.rawValue) waits for a sync window, and none ever opens"
        }
    }
}
