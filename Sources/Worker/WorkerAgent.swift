import API
import Foundation
import Glibc
package import HTTPTransport
package import Logging
import Model

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
            capabilities: FoundCapabilities.merged(with: record.boot.worker.capabilities),
            resources: record.boot.resources, slots: record.boot.worker.slots, version: options.version)
        let state = URL(filePath: record.boot.stateDirectory, directoryHint: .isDirectory)
        let dialer = ControllerDialer(locator: ControllerLocator(stateDirectory: state), http: http)
        let membership: Membership
        do {
            membership = try await Joining(dialer: dialer, selfEnd: options.selfEnd, logger: logger).join(
                JoinRequest(token: record.boot.joinToken, publicKey: identity.publicKey, hello: hello))
        } catch is CancellationError {
            return
        }
        record.remove()
        logger.info("joined", metadata: ["worker": "\(membership.worker)", "slots": "\(hello.slots)"])
        let link = ControllerLink(
            identity: identity, hello: hello, dialer: dialer, thread: thread, membership: membership)
        await serve(link, slots: max(1, hello.slots))
        try? FileManager.default.removeItem(at: options.scratchDirectory)
        logger.info("ended", metadata: ["reason": Task.isCancelled ? "told to stop" : "no controller answered"])
    }

    private func serve(_ link: ControllerLink, slots: Int) async {
        let attempts = AttemptRegistry()
        let beats = HeartbeatLoop(
            link: link, attempts: attempts, thread: thread, log: LogBound(), logger: logger)
        let runner = AttemptRunner(
            link: link, attempts: attempts, scratchDirectory: options.scratchDirectory, runAttempt: runAttempt,
            reporter: ResultReporter(link: link, selfEnd: options.selfEnd, logger: logger),
            logPatience: options.logPatience, logger: logger)
        let loop = LeaseLoop(link: link, attempts: attempts, runner: runner, options: options, logger: logger)
        // Not a child of the group: what is under way is heard of until the last slot has ended.
        let heartbeat = Task(executorPreference: thread) { await beats.run() }
        await withTaskGroup { group in
            for _ in 0..<slots { group.addTask { await loop.run() } }
        }
        heartbeat.cancel()
        await heartbeat.value
    }

    /// Only the leader of a session may end all of it; started by hand from a shell, a worker is none.
    private func guardChildren() throws {
        guard getsid(0) == getpid() else { return }
        _ = try ChildGuard(session: getpid())
    }
}
