import Model

extension StatusAssessor {
    func environmentAssessment(_ identity: ObjectIdentity, _ spec: EnvironmentSpec) -> Assessment {
        let observed = Dictionary(
            (facts.environments[identity]?.services ?? []).map { ($0.name, $0) }
        ) { first, _ in first }
        let services = spec.services.sorted { $0.key < $1.key }.map { name, service in
            switch service {
            case .url(let url):
                ServiceStatus(name: name, ready: observed[name]?.ready ?? true, url: url, mock: false)
            case .mock(let mock):
                ServiceStatus(
                    name: name, ready: observed[name]?.mock == mock && observed[name]?.ready == true,
                    url: observed[name]?.url, mock: true)
            }
        }
        let missing = services.filter { !$0.ready }.map(\.name)
        let message =
            missing.isEmpty ? Self.served(services) : "not served yet: \(missing.joined(separator: ", "))"
        return Assessment(
            isDone: facts.isApplied(identity) && readiness.servesAll(of: spec, in: identity),
            doneReason: services.isEmpty ? .applied : .servicesServed, progress: message,
            facts: [
                Assessment.Fact(
                    type: .servicesReady, status: missing.isEmpty ? .yes : .no,
                    reason: missing.isEmpty ? .servicesServed : .progressing, message: message)
            ] + waitingArtifacts(of: identity),
            summary: missing.isEmpty ? (services.isEmpty ? "ready" : "ready, \(message)") : message,
            services: services)
    }

    /// `3 wait: AccessDenied …`; none while nothing waits for a bucket that does not take it.
    private func waitingArtifacts(of identity: ObjectIdentity) -> [Assessment.Fact] {
        guard let waiting = context.artifacts[identity] else { return [] }
        return [
            Assessment.Fact(
                type: .artifactsStored, status: .no, reason: .artifactsWaiting,
                message: "\(waiting.count) \(waiting.count == 1 ? "waits" : "wait"): \(waiting.reason)")
        ]
    }

    /// `2 services mocked`, `1 service mocked on 127.0.0.1:41873, 1 by address`.
    private static func served(_ services: [ServiceStatus]) -> String {
        let mocks = services.filter(\.mock)
        let others = services.count - mocks.count
        guard let first = mocks.first else { return services.isEmpty ? "no services" : counted(others, "service") }
        let place = mocks.count == 1 ? first.url.map { " on \($0.replacing("http://", with: ""))" } ?? "" : ""
        return counted(mocks.count, "service") + " mocked" + place + (others > 0 ? ", \(others) by address" : "")
    }

    private static func counted(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
}
