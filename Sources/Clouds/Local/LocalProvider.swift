package import Foundation
import Glibc
package import Model
import SystemPackage

/// “VMs” that are detached processes of this machine: `rondo worker` in a session of its own, adopted by its environment.
package actor LocalProvider: CloudProvider {
    package nonisolated let name = ProviderName.local

    /// What a worker announces and is counted with, and what it is told apart by; how many slots it has is fixed when it
    /// starts.
    package static let changesInPlace: Set<InstanceField> = [.resources, .capabilities, .labels]
    package nonisolated var changesInPlace: Set<InstanceField> { Self.changesInPlace }

    private let executable: String
    private let stateDirectory: URL
    private let workerArguments: [String]
    private let grace: Duration
    /// How long the folder of an instance that ended by itself is kept, for its log.
    private let logRetention: Duration
    private let parentEnvironment: [String: String]
    private let table = ProcessTable()
    private let executor = QueueExecutor(label: "dev.rondo.clouds.local")
    private var creating: [UUID: Task<ObservedInstance, any Error>] = [:]
    private var terminating: Set<InstanceID> = []

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameters:
    ///   - executable: the path of `rondo`.
    ///   - workerArguments: hidden flags that every worker is started with.
    ///   - grace: how long a worker may take to end itself before it is killed.
    package init(
        executable: String, stateDirectory: URL, workerArguments: [String] = [], grace: Duration = .seconds(10),
        logRetention: Duration = .seconds(86_400),
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.executable = executable
        self.stateDirectory = stateDirectory
        self.workerArguments = workerArguments
        self.grace = grace
        self.logRetention = logRetention
        parentEnvironment = environment
    }

    package func create(_ request: InstanceRequest) async throws -> ObservedInstance {
        if let running = creating[request.token] { return try await running.value }
        // A task of its own: a caller that is cancelled half-way leaves no process that nobody knows.
        let task = Task { try await findOrStart(request) }
        creating[request.token] = task
        defer { creating[request.token] = nil }
        return try await task.value
    }

    package func list(installation: InstallationID) async throws -> [ObservedInstance] {
        let living = try living()
        sweepFolders(besides: Set(living.map(\.environment.token)))
        return living.filter { $0.environment.tags.installation == installation && $0.file?.released != true }
            .map(observed)
    }

    /// A process that was stopped by a signal goes on, and its whole session with it.
    package func start(_ id: InstanceID) async throws {
        guard let local = LocalInstanceID(id) else { throw LocalProviderError.foreignID(id) }
        guard try living().contains(where: { $0.id == local }) else { throw LocalProviderError.gone(id) }
        for member in try table.all() where member.session == local.pid && member.isAlive { kill(member.pid, SIGCONT) }
    }

    /// The worker reads its folder again and announces itself anew.
    package func update(_ id: InstanceID, _ update: InstanceUpdate) async throws -> ObservedInstance {
        var found = try living(id)
        let file = InstanceFile(
            tags: update.tags, worker: update.spec.map { $0.worker ?? WorkerSpec() } ?? found.file?.worker,
            resources: update.spec?.configuration.resources ?? found.file?.resources)
        try found.folder(stateDirectory).write(file)
        found.file = file
        return observed(found)
    }

    /// Its worker takes no more tasks and lives on until somebody ends it.
    package func release(_ id: InstanceID) async throws {
        guard let found = try? living(id) else { return }
        let tags = found.file?.tags ?? found.environment.tags
        try found.folder(stateDirectory).write(
            InstanceFile(tags: tags, worker: found.file?.worker, resources: found.file?.resources, released: true))
    }

    private func living(_ id: InstanceID) throws -> Living {
        guard let local = LocalInstanceID(id) else { throw LocalProviderError.foreignID(id) }
        guard let found = try living().first(where: { $0.id == local }) else { throw LocalProviderError.gone(id) }
        return found
    }

    /// The whole session stands still until it is started; nothing of it is lost.
    package func stop(_ id: InstanceID) async throws {
        guard let local = LocalInstanceID(id) else { throw LocalProviderError.foreignID(id) }
        guard try living().contains(where: { $0.id == local }) else { throw LocalProviderError.gone(id) }
        for member in try table.all() where member.session == local.pid && member.isAlive { kill(member.pid, SIGSTOP) }
    }

    package func terminate(_ id: InstanceID) async throws {
        guard let local = LocalInstanceID(id) else { throw LocalProviderError.foreignID(id) }
        let folder = InstanceFolder.all(stateDirectory: stateDirectory).first { $0.instance == id }
        let token = try living().first { $0.id == local }?.environment.token
        if local.boot == (try table.bootID()).prefix(8) {
            terminating.insert(id)
            defer { terminating.remove(id) }
            try await SessionEnder(table: table, grace: grace).end(local)
        }
        folder?.remove()
        if let token { InstanceFolder(token: token, stateDirectory: stateDirectory).remove() }
    }

    /// Async, since the protocol's own would be preferred to it otherwise.
    package func definition(of id: InstanceID) async -> CloudResourceSpec? {
        guard let local = LocalInstanceID(id), let found = try? living().first(where: { $0.id == local }) else {
            return nil
        }
        return InstanceFolder(token: found.environment.token, stateDirectory: stateDirectory).definition
    }

    /// A process has no checks from outside; its console is its log.
    package func reports(on questions: [InstanceQuestion]) async throws -> [InstanceReport] {
        let folders = InstanceFolder.all(stateDirectory: stateDirectory)
        return questions.map { question in
            InstanceReport(
                id: question.id, ordinal: question.ordinal,
                console: question.wantsConsole ? folders.first { $0.instance == question.id }?.logTail : nil)
        }
    }

    // MARK: Starting

    private func findOrStart(_ request: InstanceRequest) async throws -> ObservedInstance {
        if let found = try living().first(where: { $0.environment.token == request.token }) { return observed(found) }
        guard let joinToken = request.joinToken, let worker = request.spec.worker else {
            throw LocalProviderError.missingJoinToken(request.tags.object)
        }
        let folder = InstanceFolder(token: request.token, stateDirectory: stateDirectory)
        let boot = BootFile(
            joinToken: joinToken.reveal(), stateDirectory: stateDirectory.path(percentEncoded: false), worker: worker,
            resources: request.spec.configuration.resources)
        try folder.prepare(boot, definition: request.spec)
        let log = try folder.openLog()
        defer { try? log.close() }
        let environment = InstanceEnvironment(token: request.token, tags: request.tags)
        let process = DetachedProcess(
            executable: executable, arguments: ["worker", "--boot", folder.path] + workerArguments,
            environment: try environment.variables(parent: parentEnvironment), workingDirectory: folder.path, log: log)
        let stat = try await process.start(table: table)
        let instance = Living(
            id: LocalInstanceID(bootID: try table.bootID(), process: stat), stat: stat, environment: environment)
        try folder.record(instance.id.instanceID)
        return observed(instance)
    }

    // MARK: Looking

    /// A process that is an instance, of whatever installation.
    private struct Living {
        let id: LocalInstanceID
        let stat: ProcessStat
        let environment: InstanceEnvironment
        /// What became of it since it was made; nil when nothing did.
        var file: InstanceFile?

        func folder(_ stateDirectory: URL) -> InstanceFolder {
            InstanceFolder(token: environment.token, stateDirectory: stateDirectory)
        }
    }

    /// Only session leaders count: what a worker starts may carry its variables.
    private func living() throws -> [Living] {
        let boot = try table.bootID()
        return try table.all().compactMap { stat in
            guard stat.isAlive, stat.isSessionLeader, let variables = table.environment(of: stat.pid),
                let environment = InstanceEnvironment(variables: variables)
            else { return nil }
            var found = Living(id: LocalInstanceID(bootID: boot, process: stat), stat: stat, environment: environment)
            found.file = found.folder(stateDirectory).file
            return found
        }
    }

    private func observed(_ living: Living) -> ObservedInstance {
        let id = living.id.instanceID
        return ObservedInstance(
            id: id, state: state(of: living), tags: living.file?.tags ?? living.environment.tags,
            address: "127.0.0.1", createdAt: table.startTime(of: living.stat))
    }

    private func state(of living: Living) -> ObservedInstance.State {
        if terminating.contains(living.id.instanceID) { return .terminating }
        return living.stat.isStopped ? .stopped : .running
    }

    /// What instances that ended by themselves left: the boot file goes at once, the log after a while.
    private func sweepFolders(besides living: Set<UUID>) {
        let limit = Date(timeIntervalSinceNow: -(logRetention / .seconds(1)))
        for folder in InstanceFolder.all(stateDirectory: stateDirectory)
        where !living.contains(folder.token) && creating[folder.token] == nil {
            // Looked at first: removing a file changes its folder.
            let isOld = folder.lastChange.map { $0 <= limit } ?? false
            folder.removeBootFile()
            if isOld { folder.remove() }
        }
    }
}
