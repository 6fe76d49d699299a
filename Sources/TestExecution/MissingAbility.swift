import Model

/// A test asks for what this version can't do; such tests are never leased, so this is the last guard.
struct MissingAbility: Error, CustomStringConvertible {
    var description: String { "it asks for something that this version can't do: `rondo validate` names it" }
}

extension TestDefinition {
    /// Set where something of the test would be passed over if it ran.
    var missingAbility: MissingAbility? {
        let asksMore =
            settings.expect.schema != nil || settings.assert.contains { $0.asksMore } || settings.files != nil
            || settings.isolation == .container || body.asksMore
        return asksMore ? MissingAbility() : nil
    }
}

extension Assertion {
    fileprivate var asksMore: Bool {
        switch predicate {
        case .matchesSchema(.file), .equalsFile: return true
        default: return false
        }
    }
}

extension TestBody {
    fileprivate var asksMore: Bool {
        switch self {
        case .rest, .graphql, .security: false
        case .command(let command): command.asksMore
        case .integration(let spec): (spec.steps + (spec.finally ?? [])).contains(where: \.asksMore)
        case .performance, .container: true
        }
    }
}

extension CommandSpec {
    fileprivate var asksMore: Bool { workingDir != nil }
}

extension TestStep {
    fileprivate var asksMore: Bool {
        let ownAction =
            switch action {
            case .command(let command): command.asksMore
            case .request, .use, .steps, .parallel, .forEach, .branch: false
            }
        return ownAction || expect?.schema != nil || (assert ?? []).contains { $0.asksMore }
            || action.inner.contains(where: \.asksMore)
    }
}
