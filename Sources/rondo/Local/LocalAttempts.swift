import Access
import Controller
import Foundation
import HTTPTransport
import Model
import Scheduling
import TestExecution
import Worker

/// Carries out attempts in this process: resolves what a controller resolves at dispatch, and then does a worker's part.
struct LocalAttempts: Sendable {
    private let preparer: TaskPreparer
    private let runner: TestRunner
    /// nil where no test names any.
    private let files: AttemptFiles?
    /// Holds a folder for each attempt, until it has ended.
    private let scratch: URL

    /// - Parameter files: the root of the repository, where a test names files of it.
    init(mocks: any MockHost, files: URL?, machine: Machine, scratch: URL) {
        // Whoever runs it here is the operator: what their shell has, their tests may read.
        let secrets = SecretReader(allow: OperatorConfiguration.Allow(env: ["*"]))
        let path = files?.path(percentEncoded: false)
        self.files = path.map { path in
            AttemptFiles(
                directory: scratch.appending(path: "files", directoryHint: .isDirectory),
                sources: [{ await FolderReading.export($0, of: path, into: $1) }])
        }
        preparer = TaskPreparer(
            secrets: secrets, mocks: mocks, instances: { [] }, files: self.files, patience: .zero)
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
            // Plain calls: a run of many small checks spends a good part of its time here otherwise.
            guard mkdir(path, 0o700) == 0 else { throw LocalRunError.scratch(String(cString: strerror(errno))) }
            defer { if rmdir(path) != 0 { try? FileManager.default.removeItem(at: folder) } }
            if !prepared.files.isEmpty {
                try await lay(attempt.run.suite.scratchFiles[attempt.definition.name] ?? [], into: folder)
            }
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

    /// Puts the files where a worker puts them.
    private func lay(_ wanted: [ScratchFile], into folder: URL) async throws {
        for file in wanted {
            let target = try ScratchTarget.make(file.path, in: folder)
            guard let contents = try await files?.part(of: file, at: 0, upTo: ScratchFileLimits.fileBytes) else {
                throw ScratchTarget.Problem(description: "`\(file.path)`: \(FileFault.gone)")
            }
            try contents.write(to: target)
            if file.isExecutable { chmod(target.path(percentEncoded: false), 0o755) }
        }
    }
}
