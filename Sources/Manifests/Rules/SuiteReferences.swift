import Model
import TestLanguage

/// Checks the references of a suite as far as the suite alone can tell; the rest needs its environments.
struct SuiteReferences {
    let outline: SuiteOutline
    private let indices: [String: Int]
    private let steps: [FieldPath: StepOutline]

    init(_ outline: SuiteOutline) {
        self.outline = outline
        var indices: [String: Int] = [:]
        for test in outline.tests {
            for name in [test.name].compactMap(\.self) + test.cellNames where indices[name] == nil {
                indices[name] = test.index
            }
        }
        self.indices = indices
        steps = Dictionary(outline.steps.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func check(_ validator: inout Validator) {
        for site in validator.findings.references {
            guard let part = site.path.suitePart, part != .params else { continue }
            if case .test(let index) = part, !outline.tests.indices.contains(index) { continue }
            if let problem = problem(site, in: part) { validator.error(problem, at: site.place) }
        }
    }

    private func problem(_ site: ReferenceSite, in part: SuitePart) -> String? {
        let reference = site.reference
        let root = reference.root
        if site.path.testField == "when", reference.time != .sync {
            return
                "`\(reference)` is not known yet: `when` is decided when a commit is read, by vars, params and matrix"
        }
        if root == .attempt { return reference.steps.isEmpty ? nil : "`attempt` is a number and has no members" }
        guard let name = reference.name else {
            return "`\(root.rawValue)` alone names nothing: write `\(root.rawValue).NAME`"
        }
        switch root {
        case .attempt: return nil
        case .services:
            guard reference.steps.count == 2, reference.steps[1] == .name("url") else {
                return "`\(reference)` is unknown: write `services.\(name).url`"
            }
            return nil
        case .resources: return unknownResource(reference, name)
        case .shard:
            guard reference.steps.count == 1, ["index", "total"].contains(name) else {
                return "`\(reference)` is unknown: write `shard.index` or `shard.total`"
            }
            return nil
        case .steps: return unknownStep(reference, name, site)
        case .captures: return unknownCapture(name, site, part)
        case .vars, .secrets, .env, .params, .matrix: break
        }
        guard reference.steps.count == 1 else {
            return "`\(reference)` is unknown: `\(root.rawValue).\(name)` is text without members"
        }
        if site.path.isArgument, isSecret(root, name, part) {
            return "a secret can't stand in `run`, where every process sees it: hand it over in `env` or `stdin`"
        }
        switch root {
        case .env: return unknownEnv(name, site, part)
        case .params: return unknownParameter(name, part)
        case .matrix: return unknownMatrix(name, part)
        case .vars, .secrets, .services, .resources, .captures, .steps, .shard, .attempt: return nil
        }
    }

    private func isSecret(_ root: ReferenceRoot, _ name: String, _ part: SuitePart) -> Bool {
        switch root {
        case .secrets: true
        case .params: outline.params[name] == true
        case .env: if case .test(let index) = part { outline.tests[index].secretEnv.contains(name) } else { false }
        case .vars, .matrix, .services, .resources, .captures, .steps, .shard, .attempt: false
        }
    }

    // MARK: What the suite itself declares

    private func unknownParameter(_ name: String, _ part: SuitePart) -> String? {
        var known = Set(outline.params.keys)
        if case .fragment(let fragment) = part {
            known.formUnion(outline.fragments.all[fragment]?.params.keys.map(\.self) ?? [])
        }
        guard !known.contains(name) else { return nil }
        return "unknown parameter `params.\(name)`\(Self.hint(name, among: known, root: "params"))"
    }

    private func unknownMatrix(_ name: String, _ part: SuitePart) -> String? {
        guard case .test(let index) = part else {
            return "`matrix.\(name)` is not known here: hand it over as a parameter"
        }
        let known = outline.tests[index].matrix?.axes.keys.map(\.self) ?? []
        guard !known.contains(name) else { return nil }
        return "unknown matrix value `matrix.\(name)`\(Self.hint(name, among: known, root: "matrix"))"
    }

    private func unknownEnv(_ name: String, _ site: ReferenceSite, _ part: SuitePart) -> String? {
        guard case .test(let index) = part else {
            return "`env.\(name)` is not known here: hand it over as a parameter"
        }
        if site.path.testField == "env" { return "an `env` entry can't name another one: `env.\(name)`" }
        let test = outline.tests[index]
        guard !test.env.contains(name) else { return nil }
        return "unknown env entry `env.\(name)`\(Self.hint(name, among: test.env, root: "env"))"
    }

    private func unknownResource(_ reference: Reference, _ name: String) -> String? {
        if reference.steps.count == 4, reference.steps[1] == .name("instances"), case .index = reference.steps[2],
            [.name("address"), .name("id")].contains(reference.steps[3])
        {
            return nil
        }
        return "`\(reference)` is unknown: write `resources.\(name).instances[0].address` or `….id`"
    }

    // MARK: Captures

    private func unknownStep(_ reference: Reference, _ name: String, _ site: ReferenceSite) -> String? {
        guard let step = step(of: site.path) else { return "`\(reference)` is not known here: it is outside any steps" }
        guard let captures = step.before.steps[name] else {
            return "unknown step `steps.\(name)`\(Self.hint(name, among: step.before.steps.keys, root: "steps"))"
        }
        guard reference.steps.count == 3, reference.steps[1] == .name("captures"),
            case .name(let capture) = reference.steps[2]
        else { return "`\(reference)` is unknown: write `steps.\(name).captures.NAME`" }
        guard !captures.contains(capture) else { return nil }
        let hint = Self.hint(capture, among: captures, root: "steps.\(name).captures")
        return "unknown capture `steps.\(name).captures.\(capture)`\(hint)"
    }

    private func unknownCapture(_ name: String, _ site: ReferenceSite, _ part: SuitePart) -> String? {
        switch part {
        case .test(let index): return unknownCapture(name, site, outline.tests[index])
        case .setup, .teardown, .fragment, .params:
            guard let step = step(of: site.path) else { return nil }
            let known = step.before.captures.union(isAfterwards(site.path, step) ? step.captures : [])
            guard !known.contains(name) else { return nil }
            if case .fragment = part {
                return "`captures.\(name)` is made by no earlier step of the fragment: hand it over as a parameter"
            }
            return "unknown capture `captures.\(name)`\(Self.hint(name, among: known, root: "captures"))"
        }
    }

    /// A capture is there when setup, an earlier step, or a test that this one depends on, directly or not, makes it.
    private func unknownCapture(_ name: String, _ site: ReferenceSite, _ test: TestOutline) -> String? {
        let step = step(of: site.path)
        let isAfterwards =
            step.map { self.isAfterwards(site.path, $0) } ?? ["expect", "assert"].contains(site.path.testField)
        var known = outline.setup.after.captures
        if let step {
            known.formUnion(step.before.captures)
            if isAfterwards { known.formUnion(step.captures) }
        } else if isAfterwards {
            known.formUnion(test.captures)
        }
        if known.contains(name) { return nil }
        var seen: Set<Int> = [test.index]
        var waiting = test.dependsOn
        while let (target, _) = waiting.popLast() {
            guard let index = indices[target], seen.insert(index).inserted else { continue }
            let other = outline.tests[index]
            if other.captures.contains(name) {
                guard other.name == target, other.matrix != nil, let cell = other.cellNames.first,
                    other.cellNames.count > 1
                else { return nil }
                return "`captures.\(name)` is made by \(other.cellNames.count) tests of `\(target)`: "
                    + "depend on one of them, for example `\(cell)`"
            }
            known.formUnion(other.captures)
            waiting += other.dependsOn
        }
        if test.captures.contains(name) {
            return step == nil
                ? "`captures.\(name)` is made by this test itself, so it is there only in `expect` and `assert`"
                : "`captures.\(name)` is made by this step or a later one"
        }
        if let other = outline.tests.first(where: { $0.captures.contains(name) })?.name {
            return "`captures.\(name)` is made by test `\(other)`: add it to `dependsOn`"
        }
        return "unknown capture `captures.\(name)`\(Self.hint(name, among: known, root: "captures"))"
    }

    /// The innermost step that a place is in.
    private func step(of path: FieldPath) -> StepOutline? {
        guard !steps.isEmpty else { return nil }
        for length in stride(from: path.count - 1, to: 2, by: -1) {
            if case .index = path[length - 1], let step = steps[Array(path[..<length])] { return step }
        }
        return nil
    }

    private func isAfterwards(_ path: FieldPath, _ step: StepOutline) -> Bool {
        guard path.count > step.path.count, case .key(let field) = path[step.path.count] else { return false }
        return ["expect", "assert"].contains(field)
    }

    static func hint(_ name: String, among names: some Collection<String>, root: String) -> String {
        if let nearest = NearestName.nearest(to: name, among: names) { return ": did you mean `\(root).\(nearest)`?" }
        if names.isEmpty { return ": there are none" }
        return names.count > 12 ? "" : ": known are \(Wording.list(names.sorted().map { "\(root).\($0)" }))"
    }
}
