import Model

/// A test asks for what this version can't do; such tests are never leased, so this is the last guard.
struct MissingAbility: Error, CustomStringConvertible {
    var description: String { "it asks for something that this version can't do: `rondo validate` names it" }
}

extension TestDefinition {
    /// Set where something of the test would be passed over if it ran.
    var missingAbility: MissingAbility? {
        let asksMore = settings.assert.contains { $0.asksMore } || body.asksMore
        return asksMore ? MissingAbility() : nil
    }
}

extension Assertion {
    fileprivate var asksMore: Bool {
        if case .junit = query { true } else { false }
    }
}

extension TestBody {
    fileprivate var asksMore: Bool {
        switch self {
        case .rest(let request):
            request.form != nil || request.multipart != nil || request.file != nil
                || request.options != RequestOptions()
        case .command, .container: false
        case .graphql, .integration, .performance, .security: true
        }
    }
}
