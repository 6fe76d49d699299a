import API
import Access
import ArgumentParser
import Clouds
import Controller
import Foundation
import GitSource
import Manifests
import Model
import Reports
import Scheduling
import Server
import Store
import UnixSignals

/// One `rondo run` from the lock on its state folder to the summary: every part made, wired, and ended in order.
struct ControllerProcess {
    private let options: RunCommand
    private let directory: URL

    init(_ options: RunCommand) {
        self.options = options
        directory = options.stateOptions.directory
    }

    func run() async throws -> ExitStatus {
        let started = ContinuousClock.now
        let configuration = try configuration()
        let lock = try StateLock.acquire(directory: directory)
        let store = try await Store.open(directory: directory)
        let progress = ProgressPrinter(isTerminal: TerminalOutput.isTerminal, isColoured: TerminalOutput.isColoured)
        let hub = EventHub(store: store) { progress.show($0) }
        let parts = try await Parts(options: options, configuration: configuration, store: store, hub: hub)
        progress.begin(
            version: Rondo.version, source: configuration.source, state: options.stateOptions.path)

        let events = Task { await hub.run() }
        defer { hub.finish() }
        try await parts.controller.restore()
        let server = try await parts.listen()
        try EndpointRecord.write(server: server, host: options.listen, in: directory)
        progress.listening(at: EndpointRecord.url(server: server, host: options.listen))

        let result = await Result { try await untilStopped(parts.controller) }

        EndpointRecord.remove(from: directory)
        await server.stop()
        await parts.mocks.stopAll()
        await parts.git.stop()
        hub.finish()
        await events.value
        let status = try result.get()
        progress.end(
            status, report: try await EndReport(controller: parts.controller, store: store),
            elapsed: ContinuousClock.now - started, state: options.stateOptions.path,
            once: configuration.once)
        withExtendedLifetime(lock) {}
        return status
    }

    private func configuration() throws -> ControllerConfiguration {
        let config = try options.config.map { try OperatorConfigurationLoader.load(path: $0) }
        let remote = Parts.remote(options)
        return ControllerConfiguration(
            stateDirectory: directory,
            source: ControllerConfiguration.Source(
                name: options.source.name, url: remote.displayURL, ref: options.branch ?? options.ref,
                path: options.path),
            interval: options.interval.duration, observeInterval: options.observeInterval.duration,
            once: options.once, operatorConfiguration: config ?? OperatorConfiguration())
    }

    /// Runs the loop; the first SIGINT or SIGTERM asks it to stop, a second one ends the process at once.
    private func untilStopped(_ controller: Controller) async throws -> ExitStatus {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        let listening = Task {
            var count = 0
            for await _ in signals {
                count += 1
                if count > 1 { Foundation.exit(130) }
                await controller.stop()
            }
        }
        defer { listening.cancel() }
        return try await controller.run()
    }
}

extension Result where Failure == any Error {
    /// Catches what an async operation throws.
    fileprivate init(_ operation: () async throws -> Success) async {
        do {
            self = .success(try await operation())
        } catch {
            self = .failure(error)
        }
    }
}
