import Model
import TestLanguage

/// What each test of a suite uses of its environment.
enum TestShares {
    static func of(_ spec: TestSuiteSpec, references: [ReferenceSite]) -> [String: TestShare] {
        let sites = Dictionary(grouping: references.filter { $0.path.testIndex != nil }) { $0.path.testIndex }
        let shares = spec.tests.enumerated().map { index, test in (test.name, share(of: test, sites[index] ?? [])) }
        return Dictionary(shares) { first, _ in first }
    }

    private static func share(of test: TestDefinition, _ sites: [ReferenceSite]) -> TestShare {
        var services = names(.services, sites)
        if case .rest(let request) = test.body, let service = request.service { services.insert(service) }
        return TestShare(
            services: services.sorted(), secrets: names(.secrets, sites).sorted(),
            usesCaptures: sites.contains { isForeignCapture($0, in: test) })
    }

    private static func names(_ root: ReferenceRoot, _ sites: [ReferenceSite]) -> Set<String> {
        Set(sites.filter { $0.reference.root == root }.compactMap(\.reference.name))
    }

    /// What a test captures itself is there in its own expectations.
    private static func isForeignCapture(_ site: ReferenceSite, in test: TestDefinition) -> Bool {
        guard site.reference.root == .captures, let name = site.reference.name else { return false }
        let isAfterwards = ["expect", "assert"].contains(site.path.testField)
        return !(isAfterwards && test.settings.capture[name] != nil)
    }
}
