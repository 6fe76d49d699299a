import Model

/// Whether objects are as they should be, judged from what was observed rather than from a recorded condition.
struct Readiness {
    let facts: Facts

    /// Dependencies of an object that are not Ready; one that exists nowhere is among them.
    func blockers(of object: DeclaredObject) -> [ObjectIdentity] {
        DependencyGraph.dependencies(of: object).filter { !isReady($0) }
    }

    /// A suspended object is not Ready: what needs it is set aside with it. Nor is one that expired or is stopped by its
    /// schedule.
    func isReady(_ identity: ObjectIdentity) -> Bool {
        guard let object = facts.current(identity), !facts.isSuspended(object), facts.isApplied(identity),
            facts.obstacle(of: object) == nil, !facts.isExpired(object)
        else { return false }
        switch object.spec {
        case .environment(let spec): return servesAll(of: spec, in: identity)
        case .cloudResource(let spec): return !facts.isDown(spec) && runsAll(object, spec)
        case .testSuite(let spec): return hasPassed(spec, identity)
        case .alertRule, .cachePolicy: return true
        }
    }

    /// Whether exactly the declared mocks are served; real services must not be known to be down.
    func servesAll(of spec: EnvironmentSpec, in identity: ObjectIdentity) -> Bool {
        let services = facts.environments[identity]?.services ?? []
        return servesExactly(spec, in: identity) && services.allSatisfy(\.ready)
    }

    /// Whether the mocks that are served are the declared ones, no more and no less.
    func servesExactly(_ spec: EnvironmentSpec, in identity: ObjectIdentity) -> Bool {
        let served = (facts.environments[identity]?.services ?? []).filter(\.isServedMock)
        let wanted = spec.mocks
        return served.count == wanted.count && served.allSatisfy { wanted[$0.name] == $0.mock }
    }

    /// Whether each wanted ordinal has a running instance made from the current definition; what was lost or stopped
    /// under the policy `ignore` is as good as running.
    func runsAll(_ object: DeclaredObject, _ spec: CloudResourceSpec) -> Bool {
        let identity = object.identity
        let hash = Digests.instanceHash(of: object)
        let ignoresHalt = facts.driftPolicy(of: spec, identity, .state) == .ignore
        let current = facts.aliveInstances(of: identity).filter { instance in
            (instance.state == .running || ignoresHalt && instance.state == .stopped) && instance.tags.specHash == hash
        }
        let excused =
            facts.driftPolicy(of: spec, identity, .instance) == .ignore
            ? Set(facts.losses[identity]?.keys.map { $0 } ?? []) : []
        return Set(current.map(\.tags.ordinal)).union(excused).isSuperset(of: 0..<max(spec.replicas, 0))
    }

    /// Whether the newest verdict for the present inputs passed in every environment.
    private func hasPassed(_ spec: TestSuiteSpec, _ identity: ObjectIdentity) -> Bool {
        spec.environments.allSatisfy { environment in
            let key = SuiteKey(suite: identity, environment: environment)
            guard let verdict = facts.records[key]?.conclusive, verdict.outcome == .passed else { return false }
            return facts.isForeign(identity) || facts.digest(of: key) == verdict.digest
        }
    }
}

extension EnvironmentSpec {
    /// The services that are mocks, by name.
    var mocks: [String: MockSpec] {
        services.compactMapValues { service in
            switch service {
            case .mock(let mock): mock
            case .url: nil
            }
        }
    }
}

extension ObservedService {
    fileprivate var isServedMock: Bool { mock != nil }
}
