import Model
import TestLanguage

/// What each test of a suite uses of its environment, and of its worker.
struct TestShares {
    private let sites: [SuitePart: [ReferenceSite]]
    private let abilities: [SuitePart: [TestAbility]]
    private let params: [String: SuiteParameter]
    private let fragments: FragmentUses

    init(_ spec: TestSuiteSpec, _ findings: Findings, fragments: FragmentUses) {
        var sites: [SuitePart: [ReferenceSite]] = [:]
        for site in findings.references {
            if let part = site.path.suitePart { sites[part, default: []].append(site) }
        }
        self.sites = sites
        var abilities: [SuitePart: [TestAbility]] = [:]
        for site in findings.abilities {
            if let part = site.path.suitePart { abilities[part, default: []].append(site.ability) }
        }
        self.abilities = abilities
        params = spec.params ?? [:]
        self.fragments = fragments
    }

    /// The references of a part of the suite, those of the fragments that it uses included.
    func references(of part: SuitePart) -> [ReferenceSite] {
        parts(of: part).flatMap { sites[$0] ?? [] }
    }

    func share(of test: TestDefinition, at index: Int) -> TestShare {
        let part = SuitePart.test(index)
        let sites = references(of: part)
        var services = names(.services, sites).union(fragments.services(of: part))
        if let service = test.body.service { services.insert(service) }
        return TestShare(
            services: services.sorted(), secrets: secrets(sites).union(test.settings.secrets ?? []).sorted(),
            usesCaptures: sites.contains { isForeignCapture($0, in: test) }, abilities: abilities(of: part))
    }

    /// Of the suite's own first or last steps.
    func share(ofOwn part: SuitePart) -> TestShare {
        let sites = references(of: part)
        return TestShare(
            services: names(.services, sites).union(fragments.services(of: part)).sorted(),
            secrets: secrets(sites).sorted(), abilities: abilities(of: part))
    }

    private func abilities(of part: SuitePart) -> [TestAbility]? {
        guard !abilities.isEmpty else { return nil }
        let all = Set(parts(of: part).flatMap { abilities[$0] ?? [] })
        return all.isEmpty ? nil : all.sorted()
    }

    private func parts(of part: SuitePart) -> [SuitePart] {
        [part] + fragments.used(by: part).map(SuitePart.fragment)
    }

    /// Those that it names, also by way of a parameter that stands for one.
    private func secrets(_ sites: [ReferenceSite]) -> Set<String> {
        var secrets = names(.secrets, sites)
        for name in names(.params, sites) {
            if let parameter = params[name], parameter.secret, let secret = parameter.default.string {
                secrets.insert(secret)
            }
        }
        return secrets
    }

    private func names(_ root: ReferenceRoot, _ sites: [ReferenceSite]) -> Set<String> {
        Set(sites.filter { $0.reference.root == root }.compactMap(\.reference.name))
    }

    /// What a test captures itself is there in its own expectations.
    private func isForeignCapture(_ site: ReferenceSite, in test: TestDefinition) -> Bool {
        guard site.reference.root == .captures, let name = site.reference.name else { return false }
        let isAfterwards = ["expect", "assert"].contains(site.path.testField)
        return !(isAfterwards && test.settings.capture[name] != nil)
    }
}
