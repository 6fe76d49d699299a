package import Foundation

/// Something that happened to an object, in the order it happened.
package struct Event: Hashable, Sendable, Codable {
    package enum Severity: String, Hashable, Sendable, Codable {
        case normal = "Normal"
        case warning = "Warning"
    }

    package let time: Date
    /// nil for what concerns a source or the controller itself.
    package let object: ObjectIdentity?
    package let severity: Severity
    package let reason: ConditionReason
    package let message: String
    /// The commit on whose behalf it happened: `main@sha1:…`.
    package let revision: String?

    package init(
        time: Date, object: ObjectIdentity?, severity: Severity = .normal, reason: ConditionReason, message: String,
        revision: String? = nil
    ) {
        self.time = time
        self.object = object
        self.severity = severity
        self.reason = reason
        self.message = message
        self.revision = revision
    }
}
