/// A string that names one sort of thing, so that a run's id can't be passed for a worker's.
package protocol Identifier: RawRepresentable, Hashable, Sendable, Codable, Comparable, CustomStringConvertible
where RawValue == String {
    init(rawValue: String)
}

extension Identifier {
    package var description: String { rawValue }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    package init(from decoder: any Decoder) throws {
        self.init(rawValue: try decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

/// The random id of one Rondo installation, kept in `identity/` and in every cloud object's tags.
package struct InstallationID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// A provider's own name of a VM; `local-<boot id>-<pid>-<start time>` on this machine.
package struct InstanceID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// One worker process, named after its instance.
package struct WorkerID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// One execution of a suite in one environment.
package struct RunID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// The secret that makes one attempt's lease the only one whose result counts.
package struct LeaseToken: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// A git object id in lower-case hexadecimal.
package struct GitObjectID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    /// The first seven digits, as git prints them.
    package var short: String { String(rawValue.prefix(7)) }
}

/// A SHA-256 in lower-case hexadecimal, always computed in `Planning`.
package struct Digest: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    /// The first six digits, enough to tell plans apart on a screen.
    package var short: String { String(rawValue.prefix(6)) }

    /// The twelve digits that a person types to approve something.
    package var approvalText: String { String(rawValue.prefix(12)) }
}
