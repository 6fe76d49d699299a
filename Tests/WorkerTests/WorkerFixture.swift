import API
import Foundation
import HTTPTransport
import Logging
import Model
import Synchronization
import TestSupport

@testable import Worker

/// A controller, a boot folder, and an agent whose tests are closures.
final class WorkerFixture: Sendable {
    let directory: TemporaryDirectory
    let controller: FakeController

    init(slots: Int = 1, joinToken: String = "join-me", heartbeat: TimeSpan = .milliseconds(20)) throws {
        let lines = LogRecorder.Lines()
        self.lines = lines
        logger = Logger(label: "test") { _ in LogRecorder(lines) }
        directory = try TemporaryDirectory()
        controller = try FakeController(
            stateDirectory: directory.url.appending(path: "state"), heartbeat: heartbeat)
        let boot = BootFile(
            joinToken: joinToken, stateDirectory: directory.path("state"),
            worker: WorkerSpec(capabilities: ["gpu", "java=17"], slots: slots), resources: InstanceResources())
        try directory.write(String(decoding: try JSONEncoder().encode(boot), as: UTF8.self), to: "boot/boot.json")
    }

    let lines: LogRecorder.Lines
    let logger: Logger

    /// The link of a worker that has joined.
    func link() async throws -> ControllerLink {
        let identity = WorkerIdentity()
        let hello = WorkerHello(capabilities: [:], resources: InstanceResources(), slots: 1, version: "1")
        let dialer = ControllerDialer(
            locator: ControllerLocator(stateDirectory: controller.stateDirectory), http: HTTPClient())
        let membership = try await Joining(dialer: dialer, selfEnd: .seconds(600), logger: logger).join(
            JoinRequest(token: "join-me", publicKey: identity.publicKey, hello: hello))
        return ControllerLink(
            identity: identity, hello: hello, dialer: dialer, thread: ReservedThread(label: "test"),
            membership: membership)
    }

    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: directory.path(path)) }

    /// - Parameter logPatience: long, so that a busy machine does not cut a log off.
    func agent(
        selfEnd: Duration = .seconds(600), logPatience: Duration = .seconds(60), _ runAttempt: @escaping RunAttempt
    ) -> WorkerAgent {
        WorkerAgent(
            options: WorkerOptions(
                bootDirectory: directory.url.appending(path: "boot"), version: "1.2.3", selfEnd: selfEnd,
                leaseWait: .seconds(20), logPatience: logPatience, folderInterval: .milliseconds(10)),
            logger: logger, runAttempt: runAttempt)
    }

    /// Runs an agent beside `body` and ends it by cancellation, as a signal does; throws what the agent threw.
    func serving(
        _ agent: WorkerAgent, _ body: () async throws -> Void
    ) async throws {
        let task = Task { try await agent.run() }
        do {
            try await body()
        } catch {
            task.cancel()
            throw error
        }
        task.cancel()
        try await task.value
    }

    func queue(_ name: String) {
        controller.change { $0.queue.append(Self.grant(name)) }
    }

    func result(_ name: String) -> TaskResult? {
        controller.read { $0.results[LeaseToken(rawValue: name)] }
    }

    /// A lease that is named as its test.
    static func grant(_ name: String) -> LeaseGrant {
        LeaseGrant(
            lease: LeaseToken(rawValue: name), run: RunID(rawValue: "run"),
            suite: ObjectIdentity(kind: .testSuite, name: "smoke"), environment: "dev", attempt: 1,
            definition: TestDefinition(settings: TestSettings(name: name), body: .command(CommandSpec(run: ["true"]))),
            captures: [:], secrets: [])
    }

    static func result(_ outcome: Outcome, message: String? = nil) -> TaskResult {
        TaskResult(
            outcome: outcome, startedAt: Date(timeIntervalSince1970: 1_700_000_000), duration: .milliseconds(3),
            message: message)
    }

    /// Passes when `gate` opens, and is cancelled when its task is.
    static func waiting(for gate: Gate) -> RunAttempt {
        { _, _, _ in
            await gate.enter()
            while !gate.isOpen {
                if Task.isCancelled { return result(.cancelled) }
                try? await Task.sleep(for: .milliseconds(2))
            }
            return result(.passed)
        }
    }
}

/// Holds attempts until a test lets them go, and counts them.
final class Gate: Sendable {
    private let state = Mutex((isOpen: false, entered: 0))

    var isOpen: Bool { state.withLock { $0.isOpen } }
    var entered: Int { state.withLock { $0.entered } }

    func open() { state.withLock { $0.isOpen = true } }
    func enter() async { state.withLock { $0.entered += 1 } }
}
