package import Access
package import Model
package import Scheduling
import TestLanguage

/// Resolves a task's dispatch-time references when its lease is granted: services, resources, secrets, env.
///
/// The queue holds references only, so no secret is ever stored.
package struct TaskPreparer: Sendable {
    private let secrets: SecretReader

    package init(secrets: SecretReader) { self.secrets = secrets }

    /// - Parameters:
    ///   - services: Name to URL of the run's environment.
    ///   - instances: The living instances of the run's namespace and environment, by resource name.
    package func prepare(
        _ request: PreparationRequest, services: [String: String], instances: [String: [ObservedInstance]]
    ) throws -> PreparedTask {
        var clear: [String: Secret] = [:]
        for (name, source) in request.run.suite.secrets { clear[name] = try secrets.read(source) }
        let serviceScope = services.mapValues { JSONValue.object(["url": .string($0)]) }
        let base = Scope([
            "services": .object(serviceScope),
            "resources": .object(instances.mapValues(Self.scope)),
            "secrets": .object(clear.mapValues { .string($0.reveal()) }),
        ])
        let env = try TreeResolver.resolve(request.definition.settings.env, times: [.dispatch], in: base)
        let scope = base.adding("env", .object(env.mapValues { .string($0) }))
        let resolved = try TreeResolver.resolve(request.definition, times: [.dispatch], in: scope)
        return PreparedTask(
            definition: try Self.addressed(resolved, services: services), secrets: Array(clear.values))
    }

    private static func scope(_ instances: [ObservedInstance]) -> JSONValue {
        let list = instances.sorted { $0.tags.ordinal < $1.tags.ordinal }.map { instance in
            JSONValue.object([
                "id": .string(instance.id.rawValue),
                "address": instance.address.map { .string($0) } ?? .null,
            ])
        }
        return .object(["instances": .array(list)])
    }

    /// Turns `service` and `path` into `url`.
    private static func addressed(
        _ definition: TestDefinition, services: [String: String]
    ) throws -> TestDefinition {
        guard case .rest(let rest) = definition.body, let service = rest.service else { return definition }
        guard let base = services[service] else { throw PreparationError.serviceNotServed(service) }
        let root = base.hasSuffix("/") ? String(base.dropLast()) : base
        let path = rest.path ?? "/"
        let request = RestRequest(
            method: rest.method, url: root + (path.hasPrefix("/") ? path : "/" + path), query: rest.query,
            headers: rest.headers, json: rest.json, body: rest.body, followRedirects: rest.followRedirects)
        return TestDefinition(settings: definition.settings, body: .rest(request))
    }
}

/// Why a task could not be made ready to run.
package enum PreparationError: Error, CustomStringConvertible {
    case serviceNotServed(String)

    package var description: String {
        switch self {
        case .serviceNotServed(let name): "service `\(name)` has no address yet: its environment is not ready"
        }
    }
}
