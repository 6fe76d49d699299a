import Access
import Controller
import Foundation
import HTTPTransport
import Model
import Scheduling
import TestExecution

/// Carries out attempts in this process: resolves what a controller resolves at dispatch, and then does a worker's part.
struct LocalAttempts: Sendable {
    private let preparer: TaskPreparer
    private let runner: TestRunner
    /// Holds a folder for each attempt, until it has ended.
    private let scratch: URL

    init(mocks: any MockHost, scratch: URL) {
        // Whoever runs it here is the operator: what their shell has, their tests may read.
        let secrets = SecretReader(allow: OperatorConfiguration.Allow(env: ["*"]))
        preparer = TaskPreparer(secrets: secrets, mocks: mocks, instances: { [] }, patience: .zero)
        runner = TestRunner(http: HTTPClient())
        self.scratch = scratch
    }

    func run(_ attempt: LocalAttempt) async -> TaskResult {
        let started = Date()
        let folder = scratch.appending(path: UUID().uuidString.lowercased(), directoryHint: .isDirectory)
        do {
            let prepared = try await preparer.prepare(
                PreparationRequest(run: attempt.run, definition: attempt.definition))
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            defer { try? FileManager.default.removeItem(at: folder) }
            return await runner.run(
                TestWork(
                    definition: prepared.definition, captures: attempt.captures.values, attempt: attempt.number,
                    secrets: prepared.secrets + attempt.captures.secrets, scratch: folder))
        } catch {
            return TaskResult(
                outcome: .errored, startedAt: started, duration: .milliseconds(0),
                message: "could not be prepared: \(error)")
        }
    }
}
