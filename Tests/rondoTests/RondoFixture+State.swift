import Foundation
import Model
import Store
import TestSupport

/// What a test reads of a state folder while a controller runs on it.
extension RondoFixture {
    /// nil before a controller has made it.
    ///
    /// What can't be opened for the moment, as while a controller starts or ends, is tried again for a while: to a test
    /// that looks once it must not be the same as an empty one.
    func store() async throws -> Store? {
        let deadline = ContinuousClock.now.advanced(by: .seconds(60))
        while true {
            guard FileManager.default.fileExists(atPath: "\(state)/history.db") else { return nil }
            do {
                return try await Store.open(directory: URL(filePath: state), mode: .readOnly)
            } catch StoreError.noDatabase, StoreError.olderSchema {
                return nil
            } catch {
                guard ContinuousClock.now < deadline else { throw error }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    /// Reads one thing of the store and closes it; nil before a controller has made it.
    private func reading<Value: Sendable>(_ body: (Store) async throws -> Value) async throws -> Value? {
        guard let store = try await store() else { return nil }
        defer { try? store.close() }
        return try await body(store)
    }

    func events() async throws -> [Event] {
        try await reading { try await $0.events(object: nil, limit: 10_000, after: nil).map(\.event) } ?? []
    }

    func source() async throws -> SourceStatus? {
        let stored = try await reading { try await $0.source(named: "default") }
        return stored??.status
    }

    func objects() async throws -> [ObservedObject] { try await reading { try await $0.objects() } ?? [] }
    func instances() async throws -> [ObservedInstance] { try await reading { try await $0.instances() } ?? [] }
    func runs() async throws -> [FinishedRun] {
        try await reading { try await $0.finishedRuns(suite: nil, limit: 1_000) } ?? []
    }

    /// Waits until each suite has had so many runs and the last one passed, and every object is Ready.
    func settles(runs wanted: [String: Int]) async -> Bool {
        await eventually {
            guard let runs = try? await self.runs(), let objects = try? await self.objects() else { return false }
            let counted = Dictionary(grouping: runs) { $0.key.suite.name }.mapValues(\.count)
            return counted == wanted && !objects.isEmpty && objects.allSatisfy(\.status.isReady)
        }
    }

    /// Waits until every worker of the pool has joined: the end of one that never did is no drift.
    func joined() async throws -> Bool {
        try await eventually {
            try await objects().first { $0.identity.name == "pool" }?.status.condition(.workersJoined)?.status == .yes
        }
    }

    /// Waits until so many events of a reason are stored, or more: what is told comes a moment after what it tells of.
    func told(_ reason: ConditionReason, _ count: Int = 1) async throws -> Bool {
        try await eventually { try await events().filter { $0.reason == reason }.count >= count }
    }

    /// Waits until so many workers have joined and been heard since: each of them knows that it was taken.
    func heard(_ count: Int) async throws -> Bool {
        try await eventually {
            let workers = try await reading { try await $0.workers() } ?? []
            return workers.count == count && workers.allSatisfy { $0.lastSeen > $0.joinedAt }
        }
    }

    /// Waits until the controller has told that all is as the source wants it.
    func hasSettled() async throws -> Bool {
        try await eventually { try await events().contains { $0.object == nil && $0.reason == .succeeded } }
    }

    /// Asks the controller to end and waits for it.
    func stop(_ run: RondoProcess) async {
        run.signal(SIGTERM)
        _ = await run.exitCode()
    }

    /// Whether a process with this command line exists on the machine.
    func isRunning(_ command: String) -> Bool {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return all.contains { entry in
            guard Int(entry) != nil, let data = FileManager.default.contents(atPath: "/proc/\(entry)/cmdline") else {
                return false
            }
            return String(decoding: data, as: UTF8.self).replacing("\0", with: " ").contains(command)
        }
    }
}

extension SourceStatus {
    var isFetched: Bool { conditions.contains { $0.type == .fetched && $0.status == .yes } }
}
