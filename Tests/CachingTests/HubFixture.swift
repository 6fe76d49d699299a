import Foundation
import Model
import TestSupport

@testable import Caching

/// A hub on a folder of its own, with a clock that tests move and the events that it reported.
struct HubFixture {
    let folder: TemporaryDirectory
    let clock = ManualClock(Samples.start)
    let events = Recorder<Event>()
    let hub: CacheHub

    init(_ folder: TemporaryDirectory? = nil) throws {
        self.folder = try folder ?? TemporaryDirectory()
        let events = events
        hub = CacheHub(directory: self.folder.url.appending(path: "cache"), clock: clock) { events.record($0) }
    }

    func keep(
        _ key: Int, run: String = "r-1", at recordedAt: Date = Samples.start, namespace: String = "default",
        environment: String = "dev"
    ) async {
        await hub.keep(
            Samples.result(run, at: recordedAt), under: Samples.key(key), namespace: namespace,
            environment: environment)
    }

    /// The run that a result comes from; nil when there is none.
    func run(
        of key: Int, ttl: TimeSpan? = nil, namespace: String = "default", environment: String = "dev"
    ) async -> String? {
        let query = CacheQuery(key: Samples.key(key), ttl: ttl)
        let found = await hub.lookup([query], namespace: namespace, environment: environment)
        return found[query.key]?.run.rawValue
    }

    func statistics(_ name: String) async -> CacheStatistics? {
        await hub.statistics()[Samples.policy(name).identity]
    }

    func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.path("cache/\(path)"))
    }

    func names(_ path: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path("cache/\(path)"))) ?? []).sorted()
    }
}
