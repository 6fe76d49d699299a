import Foundation
import Model
import Monitoring
import Planning
import Store

/// Keeps the drift ledger: takes each look at the instances, stores what changed, tells and measures it.
actor DriftWatch {
    /// Seconds between writes of what only counts: how often open drift was seen, and samples of it.
    private static let quietInterval: TimeInterval = 30

    private let services: ControllerServices
    private var ledger = DriftLedger()
    private var lastWritten = Date.distantPast
    private var lastMeasured = Date.distantPast

    /// While a look is taken, its ledger is not yet this one.
    private var isTaking = false
    private var waiting: [Note] = []

    private enum Note {
        case author(ChangeAuthor, DriftRecordKey)
        case correction(ObjectIdentity, ordinal: Int, fields: [DriftField]?)
    }

    init(services: ControllerServices) { self.services = services }

    var open: [DriftRecord] { ledger.open }

    func restore() async throws { ledger = DriftLedger(open: try await services.store.openDrift()) }

    /// Takes a look; memory follows the store, so that what could not be written is taken again by the next look.
    func take(desired: DesiredSources, observed: ObservedState) async throws {
        guard let look = DriftLook(desired: desired, observed: observed) else { return }
        let now = services.clock.now()
        isTaking = true
        do {
            try await take(look, desired, observed, at: now)
            isTaking = false
        } catch {
            isTaking = false
            throw error
        }
        let waiting = waiting
        self.waiting = []
        for one in waiting {
            switch one {
            case .author(let author, let record): await note(author, of: record)
            case .correction(let object, let ordinal, let fields):
                noteCorrection(of: object, ordinal: ordinal, fields: fields)
            }
        }
    }

    private func take(_ look: DriftLook, _ desired: DesiredSources, _ observed: ObservedState, at now: Date)
        async throws
    {
        var next = ledger
        let changes = next.take(look, at: now)
        let isQuiet = changes.isEmpty && now.timeIntervalSince(lastWritten) < Self.quietInterval
        if !isQuiet, !(next.open.isEmpty && changes.isEmpty) {
            try await services.store.saveOpenDrift(next.open)
            lastWritten = now
        }
        ledger = next
        try? await services.store.recordResolvedDrift(changes.resolved)
        for record in changes.opened + changes.resolved { tell(record, desired, observed) }
        await measure(desired, hasChanged: !changes.isEmpty, at: now)
    }

    /// Rondo made, started or changed an instance whose absence, halt or change was drift.
    func noteCorrection(of object: ObjectIdentity, ordinal: Int, fields: [DriftField]? = nil) {
        guard !isTaking else { return waiting.append(.correction(object, ordinal: ordinal, fields: fields)) }
        ledger.noteCorrection(of: object, ordinal: ordinal, fields: fields, at: services.clock.now())
    }

    /// Who changed something was found out, as often happens when it was put right long ago.
    func note(_ author: ChangeAuthor, of key: DriftRecordKey) async {
        guard !isTaking else { return waiting.append(.author(author, key)) }
        if ledger.note(author, where: { DriftRecordKey($0) == key }) {
            try? await services.store.saveOpenDrift(ledger.open)
        } else {
            try? await services.store.noteAuthor(author, ofDrift: key.field, of: key.object, firstSeen: key.firstSeen)
        }
        services.report(
            Event(
                time: services.clock.now(), object: key.object, reason: .driftDetected,
                message: "drift: \(key.field) \(key.kind.rawValue) by \(author.name) (\(author.event))"))
    }

    /// Writes what only counted since the last write.
    func flush() async { try? await services.store.saveOpenDrift(ledger.open) }

    private func tell(_ record: DriftRecord, _ desired: DesiredSources, _ observed: ObservedState) {
        let finding = record.finding
        let owner = observed.objects.first { $0.identity == finding.object }?.source
        let set = owner.map { desired[$0]?.set } ?? desired.sets.first
        let values = "desired \(finding.desired ?? "–"), actual \(finding.actual ?? "–")"
        let message: String
        let isOpen = record.isOpen
        if let resolution = record.resolution {
            message = "drift ended: \(finding.field) (\(finding.kind.rawValue)), \(resolution.by.sentence)"
        } else {
            message = "drift: \(finding.field) \(finding.kind.rawValue), \(values); \(finding.policy.sentence)"
        }
        services.report(
            Event(
                time: services.clock.now(), object: finding.object, severity: isOpen ? .warning : .normal,
                reason: isOpen ? .driftDetected : .driftResolved, message: message,
                revision: set?.revision.description))
    }

    private func measure(_ desired: DesiredSources, hasChanged: Bool, at now: Date) async {
        guard hasChanged || now.timeIntervalSince(lastMeasured) >= Self.quietInterval else {
            return
        }
        lastMeasured = now
        let counts = Dictionary(grouping: ledger.open) { record in
            [record.finding.object?.namespace, record.finding.environment]
        }
        let samples = desired.sets.flatMap(\.objects).filter { $0.identity.kind == .environment }.map { environment in
            MetricSample(
                .driftOpen,
                tags: ["namespace": environment.identity.namespace, "environment": environment.identity.name],
                value: Double(counts[[environment.identity.namespace, environment.identity.name]]?.count ?? 0),
                time: now)
        }
        if !samples.isEmpty { await services.metrics.record(samples) }
    }
}

extension DriftRecord.Resolution.Actor {
    fileprivate var sentence: String {
        switch self {
        case .controller: "put right"
        case .human: "without Rondo's doing"
        case .commit: "by a commit"
        }
    }
}

extension DriftPolicy {
    fileprivate var sentence: String {
        switch self {
        case .correct: "it is put right"
        case .report: "it is reported and left as it is"
        case .ignore: "it is ignored"
        }
    }
}
