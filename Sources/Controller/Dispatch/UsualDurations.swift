import Foundation
import Model
package import Store

/// Puts the bound that a test's own history gives in the place of `duration: usual`.
///
/// It is put in when a test is dispatched: the suite's inputs hold the word only, so a history that grows makes nothing due.
package struct UsualDurations: Sendable {
    /// Seconds, the newest `UsualDuration.window` of a metric's samples with these tags since a time.
    private let history: @Sendable (MetricName, _ tags: [String: String], _ since: Date) async throws -> [Double]

    /// So far back a sample counts.
    private static let reach: TimeInterval = 30 * 24 * 3_600

    package init(store: Store) {
        history = { metric, tags, since in
            try await store.samples(
                metric: metric.rawValue, tags: tags, since: since, until: .distantFuture, limit: UsualDuration.window
            ).map(\.value)
        }
    }

    private init() { history = { _, _, _ in [] } }

    /// For runs that nobody remembers: every duration is usual.
    package static let unknown = UsualDurations()

    /// A history that can't be read is none: it may be lost, and a test is not refused for it.
    func bounded(_ definition: TestDefinition, of run: RunRecord) async -> TestDefinition {
        guard definition.settings.expect.duration == .usual(nil) else { return definition }
        let key = run.suite.key
        let tags = [
            "namespace": key.suite.namespace, "environment": key.environment, "suite": key.suite.name,
            "test": definition.name,
        ]
        let since = run.startedAt.addingTimeInterval(-Self.reach)
        let seconds = try? await history(Self.metric(of: definition.body), tags, since)
        var settings = definition.settings
        settings.expect.duration = .usual(UsualDuration.bound(of: seconds ?? []))
        return TestDefinition(settings: settings, body: definition.body)
    }

    /// What `duration` is judged on: a request without what a worker does around it, else the whole test.
    private static func metric(of body: TestBody) -> MetricName {
        switch body {
        case .rest, .graphql: .requestDuration
        case .integration, .performance, .security, .command, .container: .testDuration
        }
    }
}
