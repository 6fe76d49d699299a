package import Foundation
package import Model

/// Keeps account of drift from look to look: what is new, what is still there, what ended and by whom.
package struct DriftLedger: Sendable {
    /// A finding is the same from look to look when these are.
    private struct Key: Hashable {
        let object: ObjectIdentity?
        let field: String
        let kind: DriftFinding.DriftClass

        init(_ finding: DriftFinding) {
            object = finding.object
            field = finding.field
            kind = finding.kind
        }
    }

    /// What one look changed.
    package struct Changes: Hashable, Sendable {
        package var opened: [DriftRecord] = []
        package var resolved: [DriftRecord] = []

        package var isEmpty: Bool { opened.isEmpty && resolved.isEmpty }
    }

    /// Open findings, in the order they were first seen.
    package private(set) var open: [DriftRecord]

    package init(open: [DriftRecord] = []) { self.open = open }

    /// Takes what a look over all sources found; what could not be looked at stays as it is.
    package mutating func take(_ look: DriftLook, at time: Date) -> Changes {
        let unseen = open.filter { look.isUnseen($0.finding) }
        guard !unseen.isEmpty else { return take(look.findings, contexts: look.contexts, at: time) }
        open.removeAll { look.isUnseen($0.finding) }
        let changes = take(look.findings, contexts: look.contexts, at: time)
        open = unseen + open
        return changes
    }

    /// Takes what a look at the world found.
    ///
    /// - Parameter contexts: the objects that were looked at, with what is declared of them now.
    package mutating func take(
        _ findings: [DriftFinding], contexts: [ObjectIdentity: DriftDetector.Context], at time: Date
    ) -> Changes {
        let found = Dictionary(findings.map { (Key($0), $0) }) { first, _ in first }
        var changes = Changes()
        var kept: [DriftRecord] = []
        for var record in open {
            if let finding = found[Key(record.finding)] {
                record.finding = finding
                record.lastSeen = max(record.lastSeen, time)
                record.seen += 1
                kept.append(record)
            } else {
                record.resolution = DriftRecord.Resolution(at: time, by: Self.actor(ending: record, contexts))
                changes.resolved.append(record)
            }
        }
        let known = Set(open.map { Key($0.finding) })
        for finding in findings where !known.contains(Key(finding)) {
            let specHash = finding.object.flatMap { contexts[$0]?.specHash }
            changes.opened.append(
                DriftRecord(finding: finding, specHash: specHash, firstSeen: time, lastSeen: time))
        }
        open = kept + changes.opened
        return changes
    }

    /// Notes that Rondo acted on the findings of an instance, so that their end is put down to it.
    ///
    /// - Parameter fields: what it put back; nil for all of the instance.
    package mutating func noteCorrection(
        of object: ObjectIdentity, ordinal: Int, fields: [DriftField]? = nil, at time: Date
    ) {
        let field = "instance[\(ordinal)]"
        for index in open.indices
        where open[index].finding.object == object
            && (open[index].finding.field == field || open[index].finding.field.hasPrefix(field + "."))
        {
            if let fields, let field = open[index].finding.driftField, !fields.contains(field) { continue }
            open[index].correctedAt = time
        }
    }

    /// Notes who is behind an open finding.
    ///
    /// - Returns: false when no such finding is open.
    package mutating func note(_ author: ChangeAuthor, where matches: (DriftRecord) -> Bool) -> Bool {
        guard let index = open.firstIndex(where: matches) else { return false }
        open[index].note(author)
        return true
    }

    private static func actor(
        ending record: DriftRecord, _ contexts: [ObjectIdentity: DriftDetector.Context]
    ) -> DriftRecord.Resolution.Actor {
        if record.correctedAt != nil { return .controller }
        guard let object = record.finding.object else { return .human }
        guard let context = contexts[object] else { return .commit }
        let policy = record.finding.driftField.flatMap { context.policies[$0] }
        return context.specHash == record.specHash && policy == record.finding.policy ? .human : .commit
    }
}
