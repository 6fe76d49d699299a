import Model

/// A test asks for what this version can't do; such tests are never leased, so this is the last guard.
struct MissingAbility: Error, CustomStringConvertible {
    var description: String { "it asks for something that this version can't do: `rondo validate` names it" }
}

extension TestDefinition {
    /// Set where something of the test would be passed over if it ran.
    var missingAbility: MissingAbility? {
        switch body {
        case .performance: MissingAbility()
        case .rest, .graphql, .integration, .security, .command, .container: nil
        }
    }
}
