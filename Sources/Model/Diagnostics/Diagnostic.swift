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
    /// Whether a secret may stand at the place by mistake, so that the line must not be shown.
    package let isConfidential: Bool

    package init(
        severity: Severity = .error, message: String, location: SourceLocation, length: Int = 1,
        object: ObjectIdentity? = nil, isConfidential: Bool = false
    ) {
        self.severity = severity
        self.message = message
        self.location = location
        self.length = length
        self.object = object
        self.isConfidential = isConfidential
    }

    private enum CodingKeys: String, CodingKey {
        case severity, message, location, length, object
        case isConfidential = "confidential"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        severity = try container.decode(Severity.self, forKey: .severity)
        message = try container.decode(String.self, forKey: .message)
        location = try container.decode(SourceLocation.self, forKey: .location)
        length = try container.decode(Int.self, forKey: .length)
        object = try container.decodeIfPresent(ObjectIdentity.self, forKey: .object)
        isConfidential = try container.decodeIfPresent(Bool.self, forKey: .isConfidential) ?? false
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(severity, forKey: .severity)
        try container.encode(message, forKey: .message)
        try container.encode(location, forKey: .location)
        try container.encode(length, forKey: .length)
        try container.encodeIfPresent(object, forKey: .object)
        if isConfidential { try container.encode(true, forKey: .isConfidential) }
    }
}

extension Diagnostic: CustomStringConvertible {
    package var description: String { "\(location): \(message)" }
}
