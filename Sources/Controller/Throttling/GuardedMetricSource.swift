package import Model

/// Clouds' metrics behind their call limits, each account and region by itself: one that does not answer is a fault of
/// what was asked there, and holds up neither what others answer nor a controller that is to stop.
package struct GuardedMetricSource: MetricSource {
    /// An account's region is asked once a minute, for up to 500 metrics a call ("CloudWatch service quotas": 50 calls
    /// of GetMetricData a second).
    package static let terms = CloudTerms(callsPerSecond: 20, burst: 50, deadline: .seconds(120))

    private let source: any MetricSource
    private let calls: GuardedCalls

    package init(_ source: any MetricSource, time: MonotonicTime = .system, terms: CloudTerms = terms) {
        self.source = source
        // Each rule that is not answered says so itself.
        calls = GuardedCalls(terms: terms, time: time) { _, _, _ in }
    }

    /// What has call limits of its own. Environments that sign in alike share calls.
    private struct Lane: Hashable {
        let provider: ProviderName
        let credentials: CloudCredentials
        let endpoint: String?
        let region: String

        init(_ request: MetricRequest) {
            provider = request.series.metric.provider
            credentials = request.place.account.credentials
            endpoint = request.place.account.endpoint
            region = request.place.region
        }

        var scope: CallScope {
            let account: String? =
                switch credentials {
                case .found: nil
                case .role(let arn): arn
                case .key(let accessKey, _, _): accessKey
                }
            let named = [endpoint, account].compactMap(\.self).joined(separator: " ")
            return CallScope(provider: provider, account: named.isEmpty ? nil : named, region: region)
        }
    }

    package func read(_ requests: [MetricRequest]) async -> MetricSurvey {
        await withTaskGroup(of: MetricSurvey.self) { group in
            for (lane, requests) in Dictionary(grouping: requests, by: Lane.init) {
                group.addTask { await read(requests, in: lane.scope) }
            }
            return await group.reduce(into: MetricSurvey()) { all, part in
                all.points.merge(part.points) { $0 + $1 }
                all.faults.merge(part.faults) { first, _ in first }
            }
        }
    }

    private func read(_ requests: [MetricRequest], in scope: CallScope) async -> MetricSurvey {
        do {
            return try await calls.call(scope) { await source.read(requests) }
        } catch {
            return MetricSurvey(faults: Dictionary(requests.map { ($0, "\(error)") }) { first, _ in first })
        }
    }
}
