import Model
import TestLanguage

/// Checks the references of a suite as far as the suite alone can tell; the rest needs its environments.
struct SuiteReferences {
    let tests: [TestOutline]
    private let indices: [String: Int]

    init(tests: [TestOutline]) {
        self.tests = tests
        indices = Dictionary(
            tests.compactMap { test in test.name.map { ($0, test.index) } }, uniquingKeysWith: { first, _ in first })
    }

    func check(_ validator: inout Validator) {
        for site in validator.findings.references {
            guard let index = site.path.testIndex, tests.indices.contains(index) else { continue }
            if let problem = problem(site, in: tests[index]) { validator.error(problem, at: site.place) }
        }
    }

    private func problem(_ site: ReferenceSite, in test: TestOutline) -> String? {
        let reference = site.reference
        switch reference.root {
        case .params, .matrix, .resources, .steps, .shard:
            return "`\(reference.root.rawValue)` is not available in this version: `\(reference)` can't be resolved"
        case .attempt:
            return reference.steps.isEmpty ? nil : "`attempt` is a number and has no members"
        case .vars, .secrets, .env, .captures, .services: break
        }
        guard let name = reference.name else {
            return "`\(reference.root.rawValue)` alone names nothing: write `\(reference.root.rawValue).NAME`"
        }
        switch reference.root {
        case .services:
            guard reference.steps.count == 2, reference.steps[1] == .name("url") else {
                return "`\(reference)` is unknown: write `services.\(name).url`"
            }
            return nil
        case .vars, .secrets, .env:
            guard reference.steps.count == 1 else {
                return "`\(reference)` is unknown: `\(reference.root.rawValue).\(name)` is text without members"
            }
            let isSecret = reference.root == .secrets || reference.root == .env && test.secretEnv.contains(name)
            if isSecret, isArgument(site.path) {
                return "a secret can't stand in `run`, where every process sees it: hand it over in `env` or `stdin`"
            }
            return reference.root == .env ? unknownEnv(name, site, test) : nil
        case .captures: return unknownCapture(name, site, test)
        case .params, .matrix, .resources, .steps, .shard, .attempt: return nil
        }
    }

    private func isArgument(_ path: FieldPath) -> Bool {
        path.testField == "command" && path.count > 4 && path[4] == .key("run")
    }

    private func unknownEnv(_ name: String, _ site: ReferenceSite, _ test: TestOutline) -> String? {
        if site.path.testField == "env" { return "an `env` entry can't name another one: `env.\(name)`" }
        guard !test.env.contains(name) else { return nil }
        return "unknown env entry `env.\(name)`\(Self.hint(name, among: test.env, root: "env"))"
    }

    /// A capture is there when this test or one that it depends on, directly or not, makes it.
    private func unknownCapture(_ name: String, _ site: ReferenceSite, _ test: TestOutline) -> String? {
        let isAfterwards = ["expect", "assert"].contains(site.path.testField)
        if isAfterwards, test.captures.contains(name) { return nil }
        var known = isAfterwards ? test.captures : []
        var seen: Set<Int> = [test.index]
        var waiting = test.dependsOn.compactMap { indices[$0.name] }
        while let index = waiting.popLast() {
            guard seen.insert(index).inserted else { continue }
            if tests[index].captures.contains(name) { return nil }
            known.formUnion(tests[index].captures)
            waiting += tests[index].dependsOn.compactMap { indices[$0.name] }
        }
        if test.captures.contains(name) {
            return "`captures.\(name)` is made by this test itself, so it is there only in `expect` and `assert`"
        }
        if let other = tests.first(where: { $0.captures.contains(name) })?.name {
            return "`captures.\(name)` is made by test `\(other)`: add it to `dependsOn`"
        }
        return "unknown capture `captures.\(name)`\(Self.hint(name, among: known, root: "captures"))"
    }

    static func hint(_ name: String, among names: some Collection<String>, root: String) -> String {
        if let nearest = NearestName.nearest(to: name, among: names) { return ": did you mean `\(root).\(nearest)`?" }
        if names.isEmpty { return ": there are none" }
        return names.count > 12 ? "" : ": known are \(Wording.list(names.sorted().map { "\(root).\($0)" }))"
    }
}
