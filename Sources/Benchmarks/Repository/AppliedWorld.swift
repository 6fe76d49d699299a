import Foundation
import Model
import Planning

/// The world after everything that a set wants was done: all applied and running, all suites passed.
struct AppliedWorld {
    private let set: DesiredSet

    init(of set: DesiredSet) { self.set = set }

    func observed(at time: Date = Date()) -> ObservedState {
        ObservedState(
            time: time, objects: set.objects.map(applied), environments: set.objects.compactMap(serving),
            instances: set.objects.flatMap(instances), suites: set.suites.map(passed))
    }

    private func applied(_ object: DeclaredObject) -> ObservedObject {
        ObservedObject(
            declared: object, source: set.source, specHash: Digests.specHash(of: object), revision: set.revision)
    }

    private func serving(_ object: DeclaredObject) -> ObservedEnvironment? {
        guard case .environment(let spec) = object.spec else { return nil }
        let services = spec.services.sorted { $0.key < $1.key }.map { name, service in
            switch service {
            case .url(let url): ObservedService(name: name, url: url, ready: true)
            case .mock(let mock):
                ObservedService(name: name, url: "http://127.0.0.1:20000", ready: true, mock: mock)
            }
        }
        return ObservedEnvironment(identity: object.identity, services: services)
    }

    private func instances(_ object: DeclaredObject) -> [ObservedInstance] {
        guard case .cloudResource(let spec) = object.spec else { return [] }
        let hash = Digests.instanceHash(of: spec)
        return (0..<spec.replicas).map { ordinal in
            ObservedInstance(
                id: InstanceID(rawValue: "\(object.identity)-\(ordinal)"), state: .running,
                tags: InstanceTags(
                    installation: InstallationID(rawValue: "bench"), object: object.identity, ordinal: ordinal,
                    incarnation: 1, specHash: hash))
        }
    }

    private func passed(_ suite: ResolvedSuite) -> SuiteRecord {
        SuiteRecord(
            key: suite.key,
            conclusive: Verdict(
                run: RunID(rawValue: "\(suite.key)"), digest: Digests.suiteInputs(of: suite), revision: set.revision,
                outcome: .passed))
    }
}
