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
    private let files: AttemptFiles

    /// - Parameter sources: where the files are that tests name.
    init(mocks: any MockHost, scratch: URL, sources: [SourceFiles], machine: Machine) {
        // Whoever runs it here is the operator: what their shell has, their tests may read.
        let secrets = SecretReader(allow: OperatorConfiguration.Allow(env: ["*"]))
        files = AttemptFiles(directory: scratch.appending(path: "blobs"), sources: sources)
        preparer = TaskPreparer(secrets: secrets, mocks: mocks, instances: { [] }, files: files, patience: .zero)
        runner = TestRunner(http: HTTPClient(), machine: machine)
        self.scratch = scratch
    }

    func run(_ attempt: LocalAttempt) async -> TaskResult {
        let started = Date()
        let folder = scratch.appending(path: UUID().uuidString.lowercased(), directoryHint: .isDirectory)
        do {
            let prepared = try await preparer.prepare(
                PreparationRequest(run: attempt.run, definition: attempt.definition))
            let path = folder.path(percentEncoded: false)
            // Making and removing a folder costs more than the whole check that a request needs none for.
            let needsFolder = !prepared.files.isEmpty || prepared.definition.body.worksInFolder
            if needsFolder, mkdir(path, 0o700) != 0 {
                throw LocalRunError.scratch(String(cString: strerror(errno)))
            }
            defer { if needsFolder, rmdir(path) != 0 { ScratchFolder.remove(folder) } }
            if needsFolder { try await files.lay(prepared.files, into: folder) }
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

extension TestBody {
    /// Whether it may write into its scratch folder, or looks through it.
    fileprivate var worksInFolder: Bool {
        switch self {
        case .command, .container, .integration, .security, .performance: true
        case .rest, .graphql: false
        }
    }
}
