import Model
import TestLanguage

/// Puts the steps of fragments in the place of the steps that use them, with values for their parameters.
struct StepExpansion {
    let fragments: [String: StepFragment]

    /// Fragments end: those that use themselves were refused before.
    func expand(_ steps: [TestStep]) throws -> [TestStep] { try steps.map(expand) }

    func expand(_ body: TestBody) throws -> TestBody {
        switch body {
        case .integration(var spec):
            spec.steps = try expand(spec.steps)
            spec.finally = try spec.finally.map(expand)
            return .integration(spec)
        case .performance(var spec):
            switch spec.work {
            case .target: return body
            case .scenario(let steps): spec.work = .scenario(try expand(steps))
            case .mix(let parts):
                spec.work = .mix(
                    try parts.map { part in
                        var part = part
                        part.steps = try steps(of: FragmentCall(fragment: part.use, values: part.with ?? [:]))
                        return part
                    })
            }
            return .performance(spec)
        case .rest, .graphql, .security, .command, .container: return body
        }
    }

    private func expand(_ step: TestStep) throws -> TestStep {
        var step = step
        switch step.action {
        case .request, .command: break
        case .use(let call): step.action = .steps(try steps(of: call))
        case .steps(let steps): step.action = .steps(try expand(steps))
        case .parallel(let steps): step.action = .parallel(try expand(steps))
        case .forEach(var loop):
            loop.steps = try expand(loop.steps)
            step.action = .forEach(loop)
        case .branch(var branch):
            branch.then = try expand(branch.then)
            branch.otherwise = try branch.otherwise.map(expand)
            step.action = .branch(branch)
        }
        return step
    }

    private func steps(of call: FragmentCall) throws -> [TestStep] {
        guard let fragment = fragments[call.fragment] else {
            throw LanguageError("unknown fragment `\(call.fragment)`", span: TextSpan(offset: 0, length: 1))
        }
        guard let params = fragment.params, !params.isEmpty else { return try expand(fragment.steps) }
        let defaults = params.compactMapValues(\.default).mapValues(Template.escaping)
        let substitution = TemplateSubstitution(defaults.merging(call.values) { $1 })
        return try expand(substitution.apply(to: fragment.steps))
    }
}
