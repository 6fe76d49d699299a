import Access
import Controller
import Foundation
import Model
import Planning
import Reports
import Scheduling
import Server
import TestExecution
import UnixSignals
import Worker

/// Runs suites in this process, one after the other, each with its mocks served anew.
struct LocalTestRun: Sendable {
    let suites: [ResolvedSuite]
    let revision: Revision
    /// Where the files are that tests name.
    let files: [SourceFiles]
    let repetitions: Int
    let bail: Bool
    let slots: Int
    let isQuiet: Bool
    let style: Style

    /// - Parameter choosing: the tests that are meant; those that they depend on come with them.
    init(
        _ suites: [ResolvedSuite], at revision: Revision, files: [SourceFiles], options: LocalSettings,
        choosing isChosen: (TestDefinition, SuiteKey) -> Bool, isQuiet: Bool, style: Style
    ) throws {
        self.suites = try suites.compactMap { suite in
            let chosen = suite.local(choosing: { isChosen($0, suite.key) }, bail: options.bail)
            guard !chosen.tests.isEmpty else { return nil }
            return chosen.running(
                chosen.tests, failFast: chosen.failFast, services: chosen.services,
                secrets: try options.secret.sources(of: chosen.secrets))
        }
        self.revision = revision
        self.files = files
        repetitions = options.repetitions
        bail = options.bail
        slots = options.slots
        self.isQuiet = isQuiet
        self.style = style
    }

    /// What came of all of it.
    struct Ended {
        /// In the order in which they ran.
        var runs: [FinishedRun] = []
        /// Whether somebody stopped it before the last run began.
        var isCutShort = false
    }

    /// A signal ends the run that is under way and starts no other.
    func run() async throws -> Ended {
        let scratch = try Self.scratchFolder()
        defer { ScratchFolder.remove(scratch) }
        // Without one, what a test has started would outlive a process that is killed.
        let guarding = startsPrograms ? try? ChildGuard(session: nil) : nil
        defer { withExtendedLifetime(guarding) {} }
        let mocks = MockServer()
        let attempts = LocalAttempts(
            mocks: mocks, scratch: scratch, sources: files, machine: await machine(scratch: scratch))
        let screen = LocalScreen(isQuiet: isQuiet, style: style)
        let stop = LocalStop()
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
        let listening = Task { await stop.listen(to: signals) }
        defer { listening.cancel() }
        var ended = Ended()
        for suite in (0..<repetitions).flatMap({ _ in suites }) {
            if bail && ended.runs.contains(where: { $0.verdict.outcome.isBad }) { break }
            if stop.isAsked {
                ended.isCutShort = true
                break
            }
            let environment = suite.key.environmentIdentity
            if !suite.mocks.isEmpty { _ = try await mocks.serve(suite.mocks, for: environment, ports: [:]) }
            let run = LocalRun(record(of: suite, number: ended.runs.count + 1), slots: slots) { await attempts.run($0) }
            await stop.take(run)
            let showing = Task { await screen.follow(run) }
            let finished = await run.run()
            showing.cancel()
            await showing.value
            await screen.end(finished)
            if !suite.mocks.isEmpty { await mocks.stop(environment) }
            ended.runs.append(finished)
        }
        return ended
    }

    private var startsPrograms: Bool { suites.contains { $0.tests.contains(where: \.startsPrograms) } }

    /// What containers and sandboxes are made with; only looked for where a test needs one.
    private func machine(scratch: URL) async -> Machine {
        guard suites.flatMap(\.tests).contains(where: \.isKeptApart) else { return .bare }
        return await Machine.find(
            environment: ProcessInfo.processInfo.environment, installation: "local", hidden: [], scratch: scratch)
    }

    private func record(of suite: ResolvedSuite, number: Int) -> RunRecord {
        RunRecord(
            id: RunID(rawValue: repetitions * suites.count == 1 ? "local" : "local-\(number)"), suite: suite,
            digest: Digests.suiteInputs(of: suite), revision: revision, startedAt: Date(), cause: .requested)
    }

    /// In the temporary folder, for this user alone.
    private static func scratchFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "rondo-test-\(UUID().uuidString.lowercased())", directoryHint: .isDirectory)
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        } catch {
            throw LocalRunError.scratch("\(error)")
        }
        return folder
    }
}

extension ResolvedSuite {
    /// Those of its services that are mocked.
    fileprivate var mocks: [String: MockSpec] {
        services.compactMapValues { service in
            guard case .mock(let mock) = service else { return nil }
            return mock
        }
    }
}

extension Outcome {
    /// Whether it did not go as it should.
    fileprivate var isBad: Bool {
        switch self {
        case .failed, .errored, .timedOut, .cancelled: true
        case .passed, .skipped: false
        }
    }
}

extension TestDefinition {
    /// Whether it may start programs; the steps of an integration test may.
    fileprivate var startsPrograms: Bool {
        switch body {
        case .command, .container, .integration: true
        case .rest, .graphql, .performance, .security: false
        }
    }

    /// Whether it needs a container or a sandbox.
    fileprivate var isKeptApart: Bool {
        switch body {
        case .container: true
        case .rest, .graphql, .integration, .performance, .security, .command: settings.isolation == .container
        }
    }
}
