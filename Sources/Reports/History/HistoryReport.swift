package import Foundation
package import Model

/// The history of commits as people read it.
package enum HistoryReport {
    private static let columns: [Table.Column] = [
        .init("REVISION"), .init("AGE"), .init("STATE"), .init("OBJECTS"), .init("SUITES"), .init("COMMIT"),
    ]

    /// A line for each commit, the newest first.
    package static func text(
        _ entries: [CommitHistory.Entry], now: Date, headers: Bool = true, style: Style = .plain
    ) -> String {
        guard !entries.isEmpty else { return "No commit was taken up yet.\n" }
        var table = Table(columns)
        for entry in entries {
            table.add([
                Table.Cell(RevisionText.short(entry.revision)), Table.Cell(Spans.age(of: entry.time, at: now)),
                Table.Cell(state(entry), tone: entry.tone), Table.Cell(objects(entry)), Table.Cell(suites(entry)),
                Table.Cell(entry.subject),
            ])
        }
        return table.text(headers: headers, style: style)
    }

    /// One commit with what happened to each object.
    package static func text(of entry: CommitHistory.Entry, now: Date, style: Style = .plain) -> String {
        let title =
            entry.title.isEmpty ? RevisionText.short(entry.revision) : TerminalText.safe(entry.title, limit: 300)
        let age = Spans.age(of: entry.time, at: now)
        let heading = "\(style.paint(title, .strong))\n\(state(entry)), taken up \(age) ago\n"
        let objects = Dictionary(grouping: entry.events) { $0.object }.sorted { one, two in
            guard let first = one.key, let second = two.key else { return one.key == nil && two.key != nil }
            return first < second
        }
        let blocks = objects.compactMap { object, events -> String? in
            guard let object else { return nil }
            return "\n\(style.paint(TerminalText.safe(object.description), .strong))\n"
                + lines(events, now: now, style: style)
        }
        let verdicts = entry.verdicts.map { ended in
            let outcome = style.paint(ended.verdict.outcome.words, Outcome?.some(ended.verdict.outcome).tone)
            let counts = RunReport.counts(ended.verdict.counts, flaky: [], style: style)
            return
                "  \(TerminalText.safe("\(ended.key)"))  \(outcome)  \(counts)  \(TerminalText.safe(ended.verdict.run.rawValue))\n"
        }
        let runs = verdicts.isEmpty ? "" : "\n\(style.paint("Runs", .strong))\n" + verdicts.joined()
        return heading + blocks.joined() + runs
    }

    /// What happened to one object, commit by commit, the newest commit first.
    package static func text(
        of object: ObjectIdentity, in entries: [CommitHistory.Entry], now: Date, style: Style = .plain
    ) -> String {
        let blocks = entries.compactMap { entry -> String? in
            let events = entry.events.filter { $0.object == object }
            let runs = entry.verdicts.filter { $0.key.suite == object }
            guard !events.isEmpty || !runs.isEmpty else { return nil }
            let title = "\(RevisionText.short(entry.revision))  \(TerminalText.safe(entry.subject, limit: 200))"
            let verdicts = runs.map { ended in
                let outcome = style.paint(ended.verdict.outcome.words, Outcome?.some(ended.verdict.outcome).tone)
                return
                    "  \(Spans.age(of: ended.verdict.endedAt, at: now)) ago   in \(TerminalText.safe(ended.key.environment)): \(outcome)"
                    + "   \(TerminalText.safe(ended.verdict.run.rawValue))\n"
            }
            return style.paint(title, .strong) + "\n" + lines(events, now: now, style: style) + verdicts.joined()
        }
        return blocks.isEmpty ? "Nothing is known of \(object) any more.\n" : blocks.joined(separator: "\n")
    }

    private static func lines(_ events: [Event], now: Date, style: Style) -> String {
        let told = events.filter { $0.reason != .runStarted }
        let ages = told.map { Spans.age(of: $0.time, at: now) + " ago" }
        let width = ages.map { TerminalText.width($0) }.max() ?? 0
        let reasonWidth = told.map { $0.reason.rawValue.count }.max() ?? 0
        return zip(told, ages).map { event, age in
            let name = TerminalText.padded(event.reason.rawValue, to: reasonWidth)
            let reason = style.paint(name, event.severity == .warning ? .caution : .plain)
            return
                "  \(TerminalText.padded(age, to: width))   \(reason)   \(TerminalText.safe(event.message, limit: 500))\n"
        }.joined()
    }

    /// `converged in 9 s`
    private static func state(_ entry: CommitHistory.Entry) -> String {
        guard let end = entry.settledAt else { return entry.state.rawValue }
        return "\(entry.state.rawValue) in \(Spans.age(end.timeIntervalSince(entry.time)))"
    }

    /// `1 created, 2 changed`
    private static func objects(_ entry: CommitHistory.Entry) -> String {
        let outcomes = entry.outcomes.values
        return CommitHistory.Entry.Outcome.allCases.compactMap { outcome in
            let count = outcomes.count { $0 == outcome }
            return count == 0 ? nil : "\(count) \(outcome.rawValue)"
        }.joined(separator: ", ")
    }

    /// `2 passed, 1 failed`, by the last run of each suite in each environment.
    private static func suites(_ entry: CommitHistory.Entry) -> String {
        let last = Dictionary(entry.verdicts.map { ($0.key, $0.verdict.outcome) }) { $1 }
        return Dictionary(grouping: last.values) { $0 }.sorted { $0.key.words < $1.key.words }
            .map { "\($0.value.count) \($0.key.words)" }.joined(separator: ", ")
    }
}

extension CommitHistory.Entry {
    fileprivate var tone: Style.Tone {
        switch state {
        case .converged: .good
        case .superseded: .plain
        case .underWay: .caution
        }
    }
}

extension CommitHistory {
    /// For programs.
    package static func document(_ entries: [Entry]) -> HistoryDocument { HistoryDocument(entries) }
}

/// What `rondo history -o json` prints.
package struct HistoryDocument: Encodable, Sendable {
    private struct Item: Encodable {
        let revision: String
        let title: String
        let time: Date
        let settledAt: Date?
        let state: String
        let objects: [String: String]
        let runs: [Run]
    }

    private struct Run: Encodable {
        let id: String
        let suite: String
        let environment: String
        let outcome: String
    }

    private let formatVersion = "1"
    private let kind = "CommitHistory"
    private let items: [Item]

    private enum CodingKeys: String, CodingKey { case formatVersion, kind, items }

    init(_ entries: [CommitHistory.Entry]) {
        items = entries.map { entry in
            Item(
                revision: entry.revision, title: entry.title, time: entry.time, settledAt: entry.settledAt,
                state: entry.state.rawValue,
                objects: Dictionary(entry.outcomes.map { ($0.key.description, $0.value.rawValue) }) { $1 },
                runs: entry.verdicts.map { ended in
                    Run(
                        id: ended.verdict.run.rawValue, suite: ended.key.suite.description,
                        environment: ended.key.environment, outcome: ended.verdict.outcome.rawValue)
                })
        }
    }
}
