import Model
import TestLanguage

/// The tests of a suite that names services and writes none: each service is looked at in the ways that hold for any.
///
/// Nothing in them changes what a service holds. A mock is only asked whether it answers: how well it is locked is
/// nobody's concern.
enum ServiceTests {
    static func tests(of services: [String], in environment: EnvironmentSpec) throws -> [TestDefinition] {
        var seen: Set<String> = []
        return try services.filter { seen.insert($0).inserted }.flatMap { name in
            let service = environment.services[name]
            return try [health(name, service, environment.serviceNotes[name]?.healthCheck)] + security(name, service)
        }
    }

    /// What a test needs of its worker.
    static func share(of test: TestDefinition) -> TestShare {
        let services = test.body.service.map { [$0] } ?? []
        guard case .security = test.body else { return TestShare(services: services) }
        return TestShare(services: services, abilities: [.security])
    }

    /// The health check of the service where it has one; else any answer below 500 to `/` will do. It is to come in the
    /// time that it usually takes; how quick a mock is says nothing.
    private static func health(
        _ name: String, _ service: ServiceSpec?, _ check: ServiceNotes.HealthCheck?
    ) throws -> TestDefinition {
        let request = RestRequest(service: name, path: check?.path ?? "/")
        let assertions = check == nil ? [try AssertionParser.parse("status < 500")] : []
        let duration: DurationExpectation? =
            switch service {
            case .url: .usual(nil)
            case .mock, nil: nil
            }
        let expect = Expectation(status: check?.expect, duration: duration)
        return TestDefinition(
            settings: TestSettings(name: "\(name) answers", expect: expect, assert: assertions), body: .rest(request))
    }

    private static func security(_ name: String, _ service: ServiceSpec?) throws -> [TestDefinition] {
        guard case .url(let url)? = service else { return [] }
        var checks: [JSONValue] = [.string("headers"), .string("cookies-flags")]
        if url.lowercased().hasPrefix("https:") {
            checks += [
                .object(["tls-min-version": .string("1.2")]), .object(["tls-cert-expiry": .string("14d")]),
                .string("hsts"),
            ]
        }
        let spec = try TreeDecoder.decode(
            SecuritySpec.self, from: .object(["service": .string(name), "checks": .array(checks)]))
        return [TestDefinition(settings: TestSettings(name: "\(name) is locked down"), body: .security(spec))]
    }
}
