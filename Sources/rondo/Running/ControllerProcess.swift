import API
import Access
import ArgumentParser
import Clouds
import Controller
import Foundation
import GitSource
import Model
import Reports
import Scheduling
import Server
import Store
import UnixSignals

/// One `rondo run` or `dev` from the lock on its state folder to the summary: every part made, wired, and ended in order.
struct ControllerProcess {
    private let setting: ControllerSetting
    /// Whether what it made keeps running, so that the summary says how to take it down.
    private let leavesInstances: Bool
    private var directory: URL { setting.stateDirectory }

    init(_ setting: ControllerSetting, leavesInstances: Bool) {
        self.setting = setting
        self.leavesInstances = leavesInstances
    }

    func run() async throws -> ExitStatus {
        let started = ContinuousClock.now
        let configuration = configuration
        let lock = try StateLock.acquire(directory: directory)
        let store = try await Store.open(directory: directory)
        let progress = ProgressPrinter(setting)
        let hub = EventHub(store: store) { progress.show($0) }
        let parts = try await Parts(setting: setting, configuration: configuration, store: store, hub: hub)
        progress.begin(
            version: Rondo.version, sources: configuration.sources, state: setting.statePath)

        let events = Task { await hub.run() }
        defer { hub.finish() }
        try await parts.controller.restore()
        let server = try await parts.listen()
        let endpoint = await parts.listening.endpoint(port: server.port, startedAt: Date())
        try EndpointRecord.write(endpoint, in: directory)
        try PublishedAuthority.write(parts.listening.ownAuthority, in: directory)
        await progress.watch(parts.controller, store: store, api: endpoint.url)

        let publishing = Task { await parts.metrics?.run() }
        let keeping = Task {
            await parts.listening.keepCertificate(every: setting.options.certificateInterval.duration) {
                // What cannot be written now is told by the commands that can't trust the new one.
                try? EndpointRecord.write(
                    await parts.listening.endpoint(port: server.port, startedAt: endpoint.startedAt), in: directory)
            }
        }
        let result = await Result { try await untilStopped(parts.controller, progress) }

        keeping.cancel()
        await keeping.value
        publishing.cancel()
        await parts.metrics?.close()
        EndpointRecord.remove(from: directory)
        await server.stop()
        await parts.mocks.stopAll()
        await parts.git.stop()
        hub.finish()
        await events.value
        await progress.close()
        let status = try result.get()
        await progress.end(
            status, report: try await EndReport(controller: parts.controller, store: store),
            elapsed: ContinuousClock.now - started, state: leavesInstances ? setting.statePath : nil,
            once: configuration.once)
        // What fails here is only left in the log, from where the next opening takes it.
        try? store.close()
        withExtendedLifetime(lock) {}
        return status
    }

    private var configuration: ControllerConfiguration {
        ControllerConfiguration(
            stateDirectory: directory, sources: setting.sources,
            observeInterval: setting.options.observeInterval.duration, once: setting.options.once,
            operatorConfiguration: setting.operatorConfiguration)
    }

    /// Runs the loop; the first SIGINT or SIGTERM asks it to stop, a second one ends the process at once.
    private func untilStopped(_ controller: Controller, _ progress: ProgressPrinter) async throws -> ExitStatus {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        let listening = Task {
            var count = 0
            for await _ in signals {
                count += 1
                if count > 1 { Foundation.exit(130) }
                await progress.stopping()
                await controller.stop()
            }
        }
        defer { listening.cancel() }
        return try await controller.run()
    }
}
