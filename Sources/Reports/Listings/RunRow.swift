package import Foundation
package import Model

/// One run: asked for, under way or ended.
package struct RunRow: PlainlyListable {
    package static let listKind = "Run"
    package static let columns: [Table.Column] = [
        .init("ID"), .init("SUITE"), .init("ENVIRONMENT"), .init("OUTCOME"), .init("PASSED"), .init("FAILED"),
        .init("ERRORED"), .init("SKIPPED"), .init("FLAKY"), .init("CACHED"), .init("REVISION"), .init("DURATION"),
        .init("AGE"),
    ]

    struct Content: Encodable {
        let suite: ObjectIdentity
        let run: RunStatus
    }

    let content: Content
    /// nil before it has started.
    private let revision: Revision?

    package init(_ run: FinishedRun) {
        let verdict = run.verdict
        revision = verdict.revision
        content = Content(
            suite: run.key.suite,
            run: RunStatus(
                id: verdict.run, environment: run.key.environment, revision: verdict.revision.description,
                outcome: verdict.outcome, counts: verdict.counts, startedAt: verdict.startedAt,
                duration: verdict.took))
    }

    package init(_ run: ActiveRun) {
        revision = run.revision
        content = Content(
            suite: run.key.suite,
            run: RunStatus(
                id: run.id, environment: run.key.environment, revision: run.revision.description, outcome: nil,
                counts: run.counts, startedAt: run.startedAt, duration: nil))
    }

    package init(_ request: RunRequest) {
        revision = nil
        content = Content(
            suite: request.key.suite,
            run: RunStatus(
                id: request.run, environment: request.key.environment, revision: "", outcome: nil,
                counts: OutcomeCounts(), startedAt: request.requestedAt, duration: nil))
    }

    package var listName: String { "Run/\(content.run.id)" }

    package func cells(at now: Date) -> [Table.Cell] {
        let run = content.run
        let suite = content.suite
        let isDefault = suite.namespace == ObjectIdentity.defaultNamespace
        let underWay = revision == nil ? "waiting" : "running"
        return [
            Table.Cell(run.id.rawValue), Table.Cell(isDefault ? suite.name : "\(suite.namespace)/\(suite.name)"),
            Table.Cell(run.environment), Table.Cell(run.outcome?.words ?? underWay, tone: run.outcome.tone),
            "\(run.counts.passed)", "\(run.counts.failed + run.counts.timedOut)", "\(run.counts.errored)",
            "\(run.counts.skipped + run.counts.cancelled)", "\(run.counts.flaky)", "\(run.counts.cached)",
            Table.Cell(revision?.short ?? ""), Table.Cell(run.duration.map(Spans.took) ?? ""),
            Table.Cell(Spans.age(of: run.startedAt, at: now)),
        ]
    }
}

extension Outcome? {
    var tone: Style.Tone {
        switch self {
        case .passed: .good
        case .failed, .errored, .timedOut: .bad
        case .skipped, .cancelled: .faint
        case nil: .info
        }
    }
}
