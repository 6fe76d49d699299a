import Foundation
import Model
import Store

extension Monitor {
    /// Writes what is not stored yet; returns when that is done or has failed.
    func save() async {
        guard held != nil || !unwritten.isEmpty || !unsaved.isEmpty else { return }
        // While the store is slow, many callers wait for one write.
        let task = nextSave ?? inTurn { await self.write() }
        nextSave = task
        await task.value
    }

    /// Does some work with the store once all work before it has ended.
    func inTurn(_ work: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
        let previous = lastTurn
        let task = Task {
            await previous?.value
            await work()
        }
        lastTurn = task
        return task
    }

    private func write() async {
        nextSave = nil
        await writeRecords()
        await writeSamples()
    }

    /// To be called by one task at a time, as all that uses the store.
    func writeSamples() async {
        let samples = unwritten
        unwritten = []
        guard !samples.isEmpty else { return }
        await use(.writeSamples) { [store] in try await store.record(samples) }
    }

    /// Brings `control.db` up to date; what can't be written now is tried again with the next save.
    private func writeRecords() async {
        let now = clock.now()
        var durable: [ObjectIdentity: AlertRecord] = [:]
        var records: [AlertRecord] = []
        var gone: [ObjectIdentity] = []
        for identity in unsaved.sorted() {
            if let watch = watches[identity] {
                var record = watch.record.durable(rule: watch.rule.spec, now: now)
                guard record != saved[identity] else { continue }
                durable[identity] = record
                record.value = watch.record.value
                records.append(record)
            } else if saved[identity] != nil {
                gone.append(identity)
            }
        }
        let tried = unsaved
        unsaved = []
        guard !records.isEmpty || !gone.isEmpty else { return }
        let isWritten = await use(.saveRecords) { [store, records, gone] in
            try await store.saveAlerts(records, deleting: gone)
        }
        guard isWritten else {
            unsaved.formUnion(tried)
            return
        }
        saved.merge(durable) { $1 }
        for identity in gone { saved[identity] = nil }
    }

    /// Uses the store and says whether it went well; a failure is reported once, until that use works again.
    @discardableResult
    func use(_ purpose: StoreUse, _ work: () async throws -> Void) async -> Bool {
        do {
            try await work()
            failing.remove(purpose)
            return true
        } catch {
            if failing.insert(purpose).inserted {
                report(
                    Event(
                        time: clock.now(), object: nil, severity: .warning, reason: .actionFailed,
                        message: "\(purpose.consequence): \(error)"))
            }
            return false
        }
    }
}
