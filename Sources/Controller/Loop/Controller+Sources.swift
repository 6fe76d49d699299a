import Foundation
package import Model
import Planning
import Store

/// The sources of one controller: each with a watcher, a health and a pace of its own.
extension Controller {
    /// What every source wants, each object given to one of them.
    var desired: DesiredSources {
        let entries = configuration.sources.map { source in
            DesiredSources.Entry(
                source: source.name,
                desired: looks[source.name]?.desired ?? .unknown(reason: "the source has not been read yet"))
        }
        return EndpointRefusals.noted(
            in: SourceOwnership.resolved(DesiredSources(entries), owned: observation.objects),
            allow: configuration.operatorConfiguration.allow)
    }

    /// The sets in force, in the order of their sources.
    package var desiredSets: [DesiredSet] { desired.sets }

    /// The configured sources in their order, then those that are no longer configured and still own objects.
    package var sourceStatuses: [SourceStatus] {
        let desired = desired
        let configured = configuration.sources.compactMap { source in
            looks[source.name].map { $0.status.adding(desired[source.name]?.set?.diagnostics ?? []) }
        }
        let owners = Dictionary(grouping: observation.objects.values, by: \.source).mapValues(\.count)
        return configured
            + orphans.compactMap { orphan in
                owners[orphan.name].map { orphan.status.orphaned(objects: $0, at: services.clock.now()) }
            }
    }

    /// The commit of a source that is in force; nil before the first.
    package func revision(of source: String) -> Revision? { looks[source]?.desired.set?.revision }

    /// Tells that a source may have a new commit; many hints while it is being read make one more reading.
    ///
    /// - Returns: false when there is no such source.
    package nonisolated func hint(source: String) -> Bool {
        guard let bell = bells[source] else { return false }
        bell.ring()
        return true
    }

    /// Looks at a source again and again; a hint makes the next look come at once.
    func poll(_ watcher: SourceWatcher) async {
        guard let bell = bells[watcher.name] else { return }
        let schedule = PollSchedule(
            source: watcher.name, interval: watcher.interval, seed: UInt64(services.jitter() * 0x1p53))
        for tick in 0... {
            let began = services.time.now()
            // Whoever rang before this look is answered by it.
            bell.forget()
            let number = (looksBegun[watcher.name] ?? 0) + 1
            looksBegun[watcher.name] = number
            looks[watcher.name] = await watcher.refresh()
            looksEnded[watcher.name] = number
            ring()
            await bell.wait(until: began.advanced(by: schedule.pause(after: tick)))
            try? await services.time.sleep(began.advanced(by: schedule.shortest))
            if Task.isCancelled { return }
        }
    }

    /// Takes up what earlier controllers knew of the sources, also of those that are no longer configured.
    func restoreSources() async throws {
        let applied = observation.objects.mapValues(\.declared)
        for watcher in watchers {
            try await watcher.restore(applied: applied)
            looks[watcher.name] = await watcher.look
        }
        let configured = Set(watchers.map(\.name))
        let owners = Dictionary(grouping: observation.objects.values, by: \.source).mapValues(\.count)
        orphans = []
        for var stored in try await services.store.sources(besides: configured) {
            guard let count = owners[stored.name] else {
                try await services.store.deleteSource(stored.name)
                continue
            }
            stored.status = stored.status.orphaned(objects: count, at: services.clock.now())
            try await services.store.saveSource(stored)
            orphans.append(stored)
        }
    }

    /// Tells once of each object that two sources declare.
    func tellConflicts(_ desired: DesiredSources) {
        var now: Set<Diagnostic> = []
        for set in desired.sets {
            for diagnostic in set.diagnostics.dropFirst(looks[set.source]?.status.diagnostics.count ?? 0) {
                now.insert(diagnostic)
                guard !toldConflicts.contains(diagnostic) else { continue }
                services.report(
                    Event(
                        time: services.clock.now(), object: nil, severity: .warning, reason: .invalidManifests,
                        message: diagnostic.description, revision: set.revision.description))
            }
        }
        toldConflicts = now
    }
}
