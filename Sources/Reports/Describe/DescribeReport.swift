package import Foundation
package import Model

/// One thing with all that is known of it, in sections as kubectl prints them.
package enum DescribeReport {
    /// What all kinds share, the kind's own, and the last events; each line with a newline.
    package static func text(_ description: ObjectDescription, now: Date, style: Style = .plain) -> String {
        let object = description.object
        let status = object.status
        var sheet = Sheet(style: style)
        sheet.add("Name", object.identity.name)
        sheet.add("Namespace", object.identity.namespace)
        sheet.add("Kind", object.identity.kind.rawValue)
        sheet.add("Labels", pairs(object.declared.labels))
        sheet.add("Annotations", pairs(object.declared.annotations))
        sheet.add("Source", TerminalText.safe(object.source, limit: 100))
        sheet.add("Declared in", TerminalText.safe(object.declared.location.description, limit: 300))
        sheet.add("Revision", RevisionText.line(object.revision))
        sheet.add("Last applied", confirmation(of: object))
        sheet.add("Generation", "\(object.generation)")
        sheet.add("Age", Spans.age(of: object.createdAt, at: now))
        sheet.add("Depends on", object.declared.dependsOn.map(\.description).joined(separator: ", "))
        sheet.add("Status", TerminalText.safe(status.summary, limit: 1_024))
        sheet.add("Suspended", status.suspension.map { style.paint(TerminalText.safe("\($0)", limit: 800), .caution) })
        sheet.add("Expires", status.expires.map { Moments.text($0, at: now) })
        sheet.add("Waits until", status.pausedUntil.map { Moments.text($0, at: now) })
        sheet.add(
            "Held",
            status.held.map { style.paint(TerminalText.safe(HoldText.text($0, now: now), limit: 300), .caution) })
        sheet.add(
            "Protected", status.protected == true ? "by rondo.dev/prune, until a commit without it has converged" : nil)
        sheet.add("Approved", status.approval.map { HoldText.approval($0, now: now) })
        KindSections(description, now: now, style: style).addFacts(to: &sheet)
        sheet.section("Conditions", ConditionTable.text(status.conditions, now: now, style: style))
        KindSections(description, now: now, style: style).addSections(to: &sheet)
        sheet.section("Events", EventTable.text(description.events, now: now, columns: .ofOneObject, style: style))
        return sheet.text()
    }

    /// A source with the commit in use and what is wrong in it.
    package static func text(_ source: SourceStatus, now: Date, style: Style = .plain) -> String {
        var sheet = Sheet(style: style)
        sheet.add("Name", TerminalText.safe(source.name, limit: 100))
        sheet.add("Kind", "Source")
        sheet.add("URL", TerminalText.safe(source.url, limit: 500))
        sheet.add("Revision", source.revision.map(RevisionText.line) ?? "never read")
        sheet.add("Pinned", source.pin.map { style.paint(PinLine.text($0, now: now), .caution) })
        sheet.add("Manifests", counted(source.fileCount, "file"))
        sheet.section("Conditions", ConditionTable.text(source.conditions, now: now, style: style))
        sheet.section("Problems", DiagnosticReport.text(source.diagnostics, style: style))
        return sheet.text()
    }

    /// A worker with what it can do.
    package static func text(
        _ worker: WorkerRecord, state: WorkerState, now: Date, style: Style = .plain
    ) -> String {
        var sheet = Sheet(style: style)
        sheet.add("Name", worker.name)
        sheet.add("Kind", "Worker")
        sheet.add("ID", TerminalText.safe(worker.id.rawValue, limit: 200))
        sheet.add("State", style.paint(state.rawValue, state.tone))
        sheet.add(
            "Instance", "\(worker.tags.ordinal) of \(worker.tags.object), incarnation \(worker.tags.incarnation)")
        sheet.add("Slots", "\(worker.slots)")
        sheet.add("Resources", "cpu \(worker.resources.cpu), memory \(worker.resources.memory)")
        sheet.add("Version", TerminalText.safe(worker.version, limit: 100))
        sheet.add("Joined", Spans.age(of: worker.joinedAt, at: now) + " ago")
        sheet.add("Last seen", Spans.age(of: worker.lastSeen, at: now) + " ago")
        sheet.section(
            "Capabilities",
            worker.capabilities.sorted { $0.key < $1.key }.map { name, value in
                TerminalText.safe(value.isEmpty ? name : "\(name)=\(value)", limit: 200) + "\n"
            }.joined())
        return sheet.text()
    }

    /// The newest commit that the object is as declared in, when it is not the one that last changed it.
    private static func confirmation(of object: ObservedObject) -> String? {
        guard let text = object.status.lastAppliedRevision, text != object.revision.description else { return nil }
        return RevisionText.short(text)
    }

    private static func pairs(_ map: [String: String]) -> String {
        map.sorted { $0.key < $1.key }.map { TerminalText.safe("\($0.key)=\($0.value)", limit: 200) }
            .joined(separator: ", ")
    }
}
