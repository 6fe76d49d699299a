/// How far a controller has come: for those that ask it to look now, or wait for a commit.
package struct ReconcileProgress: Hashable, Sendable, Codable {
    /// Where one source stands.
    package struct Source: Hashable, Sendable, Codable {
        package let name: String
        /// The commit that the last pass was about; nil before the first.
        package let revision: Revision?
        /// Whether that commit is the newest that could be read.
        package let isKnown: Bool
        /// How many looks at it have begun.
        package let looksBegun: Int
        /// The number of the last look that the last pass took up.
        package let looksTaken: Int
        package let pin: SourcePin?

        package init(
            name: String, revision: Revision?, isKnown: Bool, looksBegun: Int, looksTaken: Int, pin: SourcePin?
        ) {
            self.name = name
            self.revision = revision
            self.isKnown = isKnown
            self.looksBegun = looksBegun
            self.looksTaken = looksTaken
            self.pin = pin
        }
    }

    /// How many passes have begun.
    package let passesBegun: Int
    /// The number of the last pass that ended.
    package let passesEnded: Int
    /// How many looks at the providers were asked for, and the number of the last that the last pass took up.
    package let looksAsked: Int
    package let looksTaken: Int
    /// Whether the last pass left nothing to do.
    package let isSettled: Bool
    /// What `--once` would exit with now.
    package let exit: Int32
    package let sources: [Source]

    package init(
        passesBegun: Int, passesEnded: Int, looksAsked: Int, looksTaken: Int, isSettled: Bool, exit: Int32,
        sources: [Source]
    ) {
        self.passesBegun = passesBegun
        self.passesEnded = passesEnded
        self.looksAsked = looksAsked
        self.looksTaken = looksTaken
        self.isSettled = isSettled
        self.exit = exit
        self.sources = sources
    }

    /// Whether everything that was so when `earlier` was told has been looked at anew since.
    ///
    /// - Parameter sources: those that had to be read anew as well.
    package func hasPassed(_ earlier: ReconcileProgress, reading sources: Set<String> = []) -> Bool {
        guard passesEnded > earlier.passesBegun, looksTaken >= earlier.looksAsked else { return false }
        return earlier.sources.filter { sources.contains($0.name) }.allSatisfy { before in
            self.sources.contains { $0.name == before.name && $0.looksTaken > before.looksBegun }
        }
    }
}

/// How a commit stands to the one that a source has in force.
package enum CommitStanding: String, Hashable, Sendable, Codable {
    /// It is the one in force.
    case inForce
    /// The one in force contains it.
    case contained
    /// It was in force, and another has taken its place.
    case replaced
    /// It was not seen yet, or is on another branch.
    case unseen
}
