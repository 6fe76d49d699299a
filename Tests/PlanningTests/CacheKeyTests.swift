import Model
import Planning
import Testing

struct CacheKeyTests {
    private func suite(
        timeout: TimeSpan = .seconds(60), labels: [String: String] = [:], services: [String: ServiceSpec] = [:],
        files: [String: GitObjectID] = [:], environment: String = "dev",
        type: EnvironmentSpec.EnvironmentType = .dev, secrets: [String: SecretSource] = [:]
    ) -> ResolvedSuite {
        ResolvedSuite(
            key: SuiteKey(suite: Samples.id(.testSuite, "checkout"), environment: environment),
            tests: [Samples.test("a", timeout: timeout, labels: labels), Samples.test("b")], environmentType: type,
            services: services, secrets: secrets, files: ["a": files],
            shares: ["a": TestShare(services: ["shop"], secrets: ["token"]), "b": TestShare()])
    }

    private func key(_ suite: ResolvedSuite, _ index: Int = 0) -> Digest {
        Digests.cacheKey(of: suite.tests[index], in: suite)
    }

    @Test func itChangesWithWhatTheTestDependsOn() {
        let base = key(suite())
        let others = [
            suite(timeout: .seconds(9)), suite(services: ["shop": Samples.mock()]),
            suite(files: ["data.json": GitObjectID(rawValue: "1")]), suite(environment: "staging"),
            suite(type: .staging), suite(secrets: ["token": .environmentVariable("TOKEN")]),
        ]
        #expect(Set(others.map { key($0) } + [base]).count == others.count + 1)
        #expect(
            key(suite(files: ["data.json": GitObjectID(rawValue: "1")]))
                != key(suite(files: ["data.json": GitObjectID(rawValue: "2")])))
    }

    @Test func itStaysWhenOnlyOthersOrLabelsChange() {
        #expect(key(suite(labels: ["team": "shop"])) == key(suite()))
        #expect(key(suite(services: ["mail": Samples.mock()])) == key(suite()))
        #expect(key(suite(services: ["shop": Samples.mock()]), 1) == key(suite(), 1))
        #expect(key(suite(files: ["data.json": GitObjectID(rawValue: "1")]), 1) == key(suite(), 1))
        #expect(key(suite(), 0) != key(suite(), 1))
    }
}
