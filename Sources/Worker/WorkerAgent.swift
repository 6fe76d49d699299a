import API
import Caching
import Foundation
import Glibc
package import HTTPTransport
package import Logging
import Model
import TestExecution

/// The agent of one VM: joins its controller, leases tasks, runs them and reports, until it is cancelled or left alone.
package struct WorkerAgent: Sendable {
    private let options: WorkerOptions
    private let http: HTTPClient
    private let logger: Logger
    private let runAttempt: RunAttempt
    private let thread = ReservedThread(label: "dev.rondo.worker.heartbeat")

    package init(
        options: WorkerOptions, logger: Logger, http: HTTPClient = HTTPClient(), runAttempt: @escaping RunAttempt
    ) {
        self.options = options
        self.logger = logger
        self.http = http
        self.runAttempt = runAttempt
    }

    /// Returns when its task was cancelled or no controller has answered for too long; throws when it can't join.
    package func run() async throws {
        let record = try BootRecord(directory: options.bootDirectory)
        try guardChildren()
        let identity = WorkerIdentity()
        let hello = WorkerHello(
            capabilities: options.found.merged(with: record.boot.worker.capabilities),
            resources: record.boot.resources, slots: record.boot.worker.slots, version: options.version)
        let state = URL(filePath: record.boot.stateDirectory, directoryHint: .isDirectory)
        let dialer = ControllerDialer(
            locator: ControllerLocator(stateDirectory: state, address: try record.controller), http: http)
        let folder = FolderWatch(
            url: options.bootDirectory.appending(path: InstanceFile.name), interval: options.folderInterval,
            found: options.found)
        let membership: Membership
        do {
            membership = try await Joining(dialer: dialer, selfEnd: options.selfEnd, logger: logger).join(
                JoinRequest(token: record.boot.joinToken, publicKey: identity.publicKey, hello: hello))
        } catch is CancellationError {
            return
        } catch {
            guard folder.isReleased else { throw error }
            record.remove()
            await rest()
            logger.info("ended", metadata: ["reason": "told to stop"])
            return
        }
        record.remove()
        logger.info("joined", metadata: ["worker": "\(membership.worker)", "slots": "\(hello.slots)"])
        let link = ControllerLink(
            identity: identity, hello: hello, dialer: dialer, thread: thread, membership: membership)
        let isReleased = await serve(link, slots: max(1, hello.slots), folder: folder, hello: hello)
        if isReleased { await rest() }
        ScratchFolder.remove(options.scratchDirectory)
        logger.info("ended", metadata: ["reason": Task.isCancelled ? "told to stop" : "no controller answered"])
    }

    /// - Returns: whether the instance was released, so that it is to live on without a controller.
    private func serve(
        _ link: ControllerLink, slots: Int, folder: FolderWatch, hello: WorkerHello
    ) async -> Bool {
        let attempts = AttemptRegistry()
        let beats = HeartbeatLoop(
            link: link, attempts: attempts, thread: thread, log: LogBound(), logger: logger)
        let runner = AttemptRunner(
            link: link, attempts: attempts, scratchDirectory: options.scratchDirectory, runAttempt: runAttempt,
            layout: ScratchLayout(
                link: link,
                cache: ContentFolder(
                    directory: options.blobDirectory, digest: .gitBlob, limit: WorkerOptions.blobBytes),
                patience: options.selfEnd, logger: logger),
            artifacts: ArtifactSender(link: link, patience: options.selfEnd, logger: logger),
            reporter: ResultReporter(link: link, selfEnd: options.selfEnd, logger: logger),
            logPatience: options.logPatience, logger: logger)
        let loop = LeaseLoop(link: link, attempts: attempts, runner: runner, options: options, logger: logger)
        // Not a child of the group: what is under way is heard of until the last slot has ended.
        let heartbeat = Task(executorPreference: thread) { await beats.run() }
        let isReleased = await withTaskGroup(of: End.self) { group in
            for _ in 0..<slots {
                group.addTask {
                    await loop.run()
                    return .left
                }
            }
            group.addTask { await folder.run(hello: hello, link: link, logger: logger) ? .released : .stopped }
            var isReleased = false
            var left = 0
            for await end in group {
                switch end {
                case .left: left += 1
                case .released: isReleased = true
                case .stopped: break
                }
                // Whoever watches has nothing more to tell once no slot is left.
                if isReleased || left == slots { group.cancelAll() }
            }
            return isReleased
        }
        heartbeat.cancel()
        await heartbeat.value
        return isReleased
    }

    /// How a part of serving ended.
    private enum End: Sendable {
        /// A slot asks for no more tasks.
        case left
        case released
        case stopped
    }

    /// Lives on as a machine would that nobody asks for anything, until it is told to stop.
    private func rest() async {
        logger.info("released: the instance runs on without tasks until it is ended by hand")
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(3_600)) }
    }

    /// Only the leader of a session may end all of it; started by hand from a shell, a worker is none.
    private func guardChildren() throws {
        guard getsid(0) == getpid() else { return }
        _ = try ChildGuard(session: getpid())
    }
}
