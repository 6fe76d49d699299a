/// One thing wrong with a manifest: what, where, and what to do next.
package struct Diagnostic: Hashable, Sendable, Codable {
    package enum Severity: String, Hashable, Sendable, Codable {
        case error
        case warning
    }

    package let severity: Severity
    /// One sentence without the place, the hint included: "unknown field `expct` in tests[2]: did you mean `expect`?".
    package let message: String
    package let location: SourceLocation
    /// How many characters the mark under the excerpt spans; at least 1.
    package let length: Int
    /// The object it belongs to, where the document could be told.
    package let object: ObjectIdentity?

    package init(
        severity: Severity = .error, message: String, location: SourceLocation, length: Int = 1,
        object: ObjectIdentity? = nil
    ) {
        self.severity = severity
        self.message = message
        self.location = location
        self.length = length
        self.object = object
    }
}

extension Diagnostic: CustomStringConvertible {
    package var description: String { "\(location): \(message)" }
}
