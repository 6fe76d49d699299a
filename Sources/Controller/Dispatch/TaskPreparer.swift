package import Access
package import Model
package import Scheduling
package import Store
import TestLanguage

/// Resolves a task's dispatch-time references when its lease is granted: services, resources, secrets, env.
///
/// The queue holds references only, so no secret is ever stored.
package struct TaskPreparer: Sendable {
    private let secrets: SecretReader
    private let mocks: any MockHost
    private let instances: @Sendable () async throws -> [ObservedInstance]
    /// nil where no source has files to lay out.
    private let files: AttemptFiles?
    private let durations: UsualDurations
    /// How long a mock may take to be served after a restart.
    private let patience: Duration
    private let time: MonotonicTime

    package init(
        secrets: SecretReader, mocks: any MockHost, store: Store, files: AttemptFiles? = nil,
        time: MonotonicTime = .system, patience: Duration = .seconds(10)
    ) {
        self.init(
            secrets: secrets, mocks: mocks, instances: { try await store.instances() }, files: files,
            durations: UsualDurations(store: store), time: time, patience: patience)
    }

    /// - Parameter instances: what there is to refer to as `resources`.
    package init(
        secrets: SecretReader, mocks: any MockHost,
        instances: @escaping @Sendable () async throws -> [ObservedInstance], files: AttemptFiles? = nil,
        durations: UsualDurations = .unknown, time: MonotonicTime = .system, patience: Duration = .seconds(10)
    ) {
        self.time = time
        self.secrets = secrets
        self.mocks = mocks
        self.instances = instances
        self.files = files
        self.durations = durations
        self.patience = patience
    }

    package func prepare(_ request: PreparationRequest) async throws -> PreparedTask {
        let suite = request.run.suite
        let services = await addresses(of: suite)
        let living = try await instances().filter {
            $0.isAlive && $0.tags.object.namespace == suite.key.suite.namespace
        }
        let instances = Dictionary(grouping: living, by: \.tags.object.name)
        var clear: [String: Secret] = [:]
        for (name, source) in suite.secrets {
            clear[name] = try await secrets.read(source, for: .entry(name, of: suite.key.environmentIdentity))
        }
        let serviceScope = services.mapValues { JSONValue.object(["url": .string($0)]) }
        let base = Scope([
            .services: .object(serviceScope),
            .resources: .object(instances.mapValues(Self.scope)),
            .secrets: .object(clear.mapValues { .string($0.reveal()) }),
        ])
        let env = try TreeResolver([.dispatch], scope: base).resolve(request.definition.settings.env)
        let scope = base.with(.env, .object(env.mapValues { .string($0) }))
        let resolved = try TreeResolver([.dispatch], scope: scope).resolve(request.definition)
        let wanted = suite.scratchFiles[request.definition.name] ?? []
        let addressed = TestDefinition(
            settings: resolved.settings, body: try ServiceAddresses(services).addressed(resolved.body))
        return PreparedTask(
            definition: await durations.bounded(addressed, of: request.run),
            secrets: Array(clear.values),
            files: wanted.isEmpty ? [] : try await files?.ready(wanted, of: request.run.revision) ?? [])
    }

    /// Name to URL of each service that has one; mocks that a restarted controller serves again are waited for.
    private func addresses(of suite: ResolvedSuite) async -> [String: String] {
        let deadline = time.now().advanced(by: patience)
        while true {
            let served = await mocks.served()[suite.key.environmentIdentity] ?? [:]
            var urls: [String: String] = [:]
            for (name, service) in suite.services {
                switch service {
                case .url(let url): urls[name] = url
                case .mock: urls[name] = served[name]?.url
                }
            }
            if urls.count == suite.services.count || time.now() >= deadline || Task.isCancelled { return urls }
            try? await time.sleep(time.now().advanced(by: .milliseconds(20)))
        }
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
}

/// Why a task could not be made ready to run.
package enum PreparationError: Error, CustomStringConvertible {
    case serviceNotServed(String)
    case fileMissing(String, Revision, FileFault)
    case fileLost(String)
    case filesTooLarge

    package var description: String {
        switch self {
        case .fileMissing(let path, let revision, let fault):
            "`\(path)` of \(revision.short) is not to be had: \(fault)"
        case .fileLost(let path): "`\(path)` was lost again before it could be used; is the disk full?"
        case .filesTooLarge:
            "its files are larger than \(ScratchFileLimits.totalBytes >> 20) MiB together: narrow the patterns of `files`"
        case .serviceNotServed(let name): "service `\(name)` has no address yet: its environment is not ready"
        }
    }
}
