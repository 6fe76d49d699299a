package import Foundation

/// A line of the drift ledger: a finding from the first time it was seen to its end.
package struct DriftRecord: Hashable, Sendable, Codable {
    /// How a finding ended.
    package struct Resolution: Hashable, Sendable, Codable {
        package enum Actor: String, Hashable, Sendable, Codable, CaseIterable {
            /// Rondo put it right.
            case controller
            /// It went away without Rondo's doing.
            case human
            /// A commit asks for something else.
            case commit
        }

        package let at: Date
        package let by: Actor

        package init(at: Date, by: Actor) {
            self.at = at
            self.by = by
        }
    }

    package var finding: DriftFinding
    /// The spec of the object when the finding was first seen; a later one means that a commit spoke.
    package let specHash: Digest?
    package let firstSeen: Date
    package var lastSeen: Date
    /// How many looks at the world saw it.
    package var seen: Int
    /// Who changed it and how, where its cloud tells: `arn:aws:iam::1234:user/ana (TerminateInstances, 12:03)`, else
    /// `unknown`.
    package var actor: String
    /// When Rondo last acted on it; nil while it has not.
    package var correctedAt: Date?
    /// nil while it is open.
    package var resolution: Resolution?

    package init(
        finding: DriftFinding, specHash: Digest? = nil, firstSeen: Date, lastSeen: Date, seen: Int = 1,
        actor: String = DriftRecord.unknownActor, correctedAt: Date? = nil, resolution: Resolution? = nil
    ) {
        self.finding = finding
        self.specHash = specHash
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.seen = seen
        self.actor = actor
        self.correctedAt = correctedAt
        self.resolution = resolution
    }

    package static let unknownActor = "unknown"

    package var isOpen: Bool { resolution == nil }
    package var hasUnknownActor: Bool { actor == Self.unknownActor }

    /// Writes down who is behind it; the day is told where it is another than that of the first look.
    package mutating func note(_ author: ChangeAuthor) {
        let style = Date.VerbatimFormatStyle(
            format: """
                \(year: .defaultDigits)-\(month: .twoDigits)-\(day: .twoDigits) \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits)
                """, locale: Locale(identifier: "en_US_POSIX"), timeZone: .gmt,
            calendar: Calendar(identifier: .gregorian))
        let moment = author.time.formatted(style)
        let isSameDay = firstSeen.formatted(style).prefix(10) == moment.prefix(10)
        actor = "\(author.name) (\(author.event), \(isSameDay ? String(moment.suffix(5)) : moment))"
    }
}
