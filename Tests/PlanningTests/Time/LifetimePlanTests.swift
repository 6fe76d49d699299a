import Foundation
import Model
import Planning
import Testing

/// What has a `ttl` ends when it is over, and comes back when it is renewed or its spec changes.
struct LifetimePlanTests {
    private let later = Samples.start.addingTimeInterval(3_600)

    /// Broken by: in `Facts.isExpired`, return false.
    @Test("After its ttl everything in an environment ends: runs, instances, mocks, in this order")
    func environment() throws {
        let dev = Timed.environment(ttl: .minutes(60), services: ["shop": Samples.mock()])
        let pool = Timed.pool()
        let suite = Samples.suite()
        var observed = Timed.running([dev, pool, suite], instances: [Samples.instance(of: pool, 0)])
        observed.lifetimes = [Lifetime(object: dev.identity, since: Samples.start, agreed: .minutes(60))]
        let key = SuiteKey(suite: suite.identity, environment: "dev")
        let desired = DesiredState.known(Samples.set([dev, pool, suite]))
        let digest = Digests.suiteInputs(of: try #require(desired.set?.suites.first))
        observed.runs = [
            ActiveRun(id: RunID(rawValue: "r-1"), key: key, digest: digest, revision: Samples.commit, total: 1)
        ]
        #expect(plan([dev, pool, suite], observed).words == [])
        #expect(Planner.nextLook(desired: desired, observed: observed) == later)

        observed.time = later
        #expect(plan([dev, pool, suite], observed).words == ["checkout cancel"])
        observed.runs = []
        let ending = plan([dev, pool, suite], observed)
        #expect(ending.words == ["pool delete"])
        #expect(ending.actions.map(\.reason) == [.expired])
        observed.instances = []
        #expect(plan([dev, pool, suite], observed).words == ["dev stop mocks"])
        observed.environments = []
        let rest = plan([dev, pool, suite], observed)
        #expect(rest.words == [])

        let statuses = StatusAssessor.statuses(desired: desired, observed: observed, plan: rest)
        for name in [dev.identity, pool.identity] {
            #expect(statuses[name]?.condition(.expired)?.status == .yes, "\(name)")
            #expect(statuses[name]?.condition(.ready)?.status == .no)
            #expect(statuses[name]?.condition(.reconciling) == nil)
            #expect(statuses[name]?.expires == later)
            #expect(statuses[name]?.summary.contains("rondo renew Environment/dev") == true)
        }
        // Nobody makes again what its ttl ended, and nothing of it is drift.
        #expect(DriftDetector(desired: desired, observed: observed)?.findings() == [])
    }

    @Test("A resource of its own ends alone; what it needs ends after it")
    func resource() {
        let dev = Timed.environment()
        let base = Timed.pool("base", ttl: .minutes(60))
        let upper = Timed.pool("upper", ttl: .minutes(30), dependsOn: [base.identity])
        var observed = Timed.running(
            [dev, base, upper], instances: [Samples.instance(of: base, 0), Samples.instance(of: upper, 0)])
        observed.lifetimes = [base, upper].map { Lifetime(object: $0.identity, since: Samples.start) }
        observed.time = later
        #expect(plan([dev, base, upper], observed).words == ["upper delete"])
        observed.instances.removeAll { $0.tags.object == upper.identity }
        #expect(plan([dev, base, upper], observed).words == ["base delete"])
    }

    @Test("It lives again when it is renewed, and when its spec changes")
    func renewed() {
        let dev = Timed.environment()
        let pool = Timed.pool(ttl: .minutes(60))
        var observed = Timed.running([dev, pool])
        observed.lifetimes = [Lifetime(object: pool.identity, since: Samples.start)]
        observed.time = later
        #expect(plan([dev, pool], observed).words == [])
        observed.lifetimes = [Lifetime(object: pool.identity, since: later)]
        #expect(plan([dev, pool], observed).words == ["pool create"])
        observed.lifetimes = [
            Lifetime(object: pool.identity, since: Samples.start, renewedUntil: later.addingTimeInterval(1))
        ]
        #expect(plan([dev, pool], observed).words == ["pool create"])

        // A commit that changes it lets it begin anew, also one that only makes its ttl shorter.
        let changed = Timed.pool(replicas: 2, ttl: .minutes(1))
        observed.lifetimes = [Lifetime(object: pool.identity, since: Samples.start)]
        observed.instances = [Samples.instance(of: pool, 0)]
        #expect(plan([dev, changed], observed).words == ["pool apply", "pool create"])
        let old = Lifetime(object: pool.identity, since: Samples.start)
        #expect(Lifetimes.lifetime(of: changed, replacing: pool, old, in: dev, at: later)?.since == later)
        #expect(Lifetimes.lifetime(of: pool, replacing: pool, old, in: dev, at: later) == old)
        #expect(Lifetimes.lifetime(of: Timed.pool(), replacing: pool, old, in: dev, at: later) == nil)
    }

    /// Broken by: in `endings` of `ExpirySteps`, leave out `sourceHold`, the protection, or `deletionPolicy`.
    @Test("Protection, prod and a stale source hold the end; Retain leaves what is there")
    func held() {
        let dev = Timed.environment()
        func words(_ pool: DeclaredObject, _ environment: DeclaredObject, stale: Bool = false) -> [String] {
            var observed = Timed.running([environment, pool], instances: [Samples.instance(of: pool, 0)])
            observed.lifetimes = [Lifetime(object: pool.identity, since: Samples.start)]
            observed.time = later
            let set = Samples.set([environment, pool])
            return Planner.plan(desired: stale ? .stale(set, reason: "gone") : .known(set), observed: observed).words
        }
        #expect(words(Timed.pool(ttl: .minutes(60), protected: true), dev) == ["pool delete (held)"])
        #expect(words(Timed.pool(ttl: .minutes(60)), Timed.environment(type: .prod)) == ["pool delete (held)"])
        #expect(words(Timed.pool(ttl: .minutes(60)), dev, stale: true) == ["pool delete (held)"])
        #expect(words(Timed.pool(ttl: .minutes(60), policy: .retain), dev) == [])
        #expect(words(Timed.pool(ttl: .minutes(60)), dev) == ["pool delete"])
    }

    /// Broken by: in `Facts.expiryReason`, return `.expired`.
    @Test("A ttl that a commit brings or cuts can't get around the prune budget; one that was there from the start can")
    func budget() {
        let dev = Timed.environment()
        let pool = Timed.pool(replicas: 8, ttl: .minutes(60))
        func words(_ lifetime: Lifetime, _ pool: DeclaredObject = pool) -> Set<String> {
            var observed = Timed.running([dev, pool], instances: (0..<8).map { Samples.instance(of: pool, $0) })
            observed.lifetimes = [lifetime]
            observed.time = later
            return Set(plan([dev, pool], observed).words)
        }
        let bare = Timed.pool(replicas: 8)
        let brought = Lifetimes.lifetime(of: pool, replacing: bare, nil, in: dev, at: Samples.start)
        #expect(brought.map { words($0) } == ["pool delete (held)"])
        let born = Lifetimes.lifetime(of: pool, replacing: nil, nil, in: dev, at: Samples.start)
        #expect(born.map { words($0) } == ["pool delete"])
        let shorter = Timed.pool(replicas: 8, ttl: .minutes(1))
        let cut = Lifetimes.lifetime(of: shorter, replacing: pool, born, in: dev, at: Samples.start)
        #expect(cut.map { words($0, shorter) } == ["pool delete (held)"])
        #expect(
            Lifetimes.lifetime(of: pool, replacing: shorter, cut, in: dev, at: Samples.start).map { words($0) }
                == ["pool delete"])
        #expect(
            words(Lifetime(object: pool.identity, since: Samples.start, renewedUntil: later)) == ["pool delete"],
            "whoever renewed it said when")
    }

    @Test("A dev environment gives cloud objects that say nothing eight hours")
    func development() {
        let cloud = CloudResourceSpec(environment: "dev", provider: .aws, type: .ec2)
        #expect(Lifetimes.ttl(of: cloud, in: Timed.environment()) == .minutes(480))
        #expect(Lifetimes.ttl(of: cloud, in: Timed.environment(type: .staging)) == nil)
        #expect(Lifetimes.ttl(of: cloud, in: Timed.environment(ttl: .minutes(1))) == nil)
        #expect(Lifetimes.ttl(of: CloudResourceSpec(environment: "dev"), in: Timed.environment()) == nil)
        let dev = Timed.environment(ttl: .minutes(1))
        #expect(
            Lifetimes.missing(of: [dev, Timed.pool()], known: [], at: later) == [
                Lifetime(object: dev.identity, since: later, agreed: .minutes(1))
            ])
        #expect(Lifetimes.missing(of: [dev], known: [dev.identity], at: later) == [])
    }

    private func plan(_ objects: [DeclaredObject], _ observed: ObservedState) -> Plan {
        Planner.plan(desired: .known(Samples.set(objects)), observed: observed)
    }
}
