import Model
import Planning
import Testing

struct DriftDetectorTests {
    private let environment = Samples.environment()

    private func findings(
        _ objects: [DeclaredObject], applied: [DeclaredObject]? = nil, _ instances: [ObservedInstance] = [],
        losses: [LostInstance] = [], unreadable: [String] = [], broken: [BrokenObject] = [], foreign: Bool = false
    ) -> [DriftFinding] {
        let set = Samples.set([environment] + objects, broken: broken, unreadable: unreadable)
        let known = ([environment] + (applied ?? objects)).map {
            Samples.applied($0, source: foreign ? "other" : "default")
        }
        return DriftDetector(
            desired: .known(set), observed: ObservedState(objects: known, instances: instances, losses: losses))?
            .findings() ?? []
    }

    @Test func aLostInstanceIsMissing() {
        let pool = Samples.pool(replicas: 2)
        let found = findings([pool], [Samples.instance(of: pool, 0)], losses: [Samples.loss(of: pool, 1)])
        #expect(
            found == [
                DriftFinding(
                    object: pool.identity, environment: "dev", field: "instance[1]", kind: .missing,
                    desired: "running", actual: nil, policy: .correct)
            ])
    }

    @Test func aStoppedInstanceIsChanged() {
        let pool = Samples.pool(replicas: 1, drift: .report)
        let found = findings([pool], [Samples.instance(of: pool, 0, state: .stopped)])
        #expect(found.map(\.field) == ["instance[0].state"])
        #expect(found.map(\.kind) == [.changed])
        #expect(found.map(\.actual) == ["stopped"])
        #expect(found.map(\.policy) == [.report])
    }

    /// Breaks when `isSettled` leaves out that the object is applied.
    @Test func whatACommitAsksForIsNoDrift() {
        let pool = Samples.pool(replicas: 2)
        let lost = [Samples.loss(of: pool, 1)]
        let one = [Samples.instance(of: pool, 0)]
        // Never made; not applied yet as declared; scaled down; suspended; owned by another source.
        #expect(findings([pool], one) == [])
        #expect(findings([pool], applied: [Samples.pool(replicas: 3)], one, losses: lost) == [])
        #expect(findings([Samples.pool(replicas: 1)], one, losses: lost) == [])
        #expect(findings([Samples.pool(replicas: 2, suspend: true)], one, losses: lost) == [])
        #expect(findings([pool], one, losses: lost, foreign: true) == [])
        let older = Samples.instance(of: pool, 0, state: .stopped, hash: Digest(rawValue: "older"))
        #expect(findings([Samples.pool(replicas: 1)], [older]) == [])
    }

    /// Breaks when `finding` leaves out that the policy is not `ignore`.
    @Test func ignoredDriftIsNotFound() {
        let pool = Samples.pool(replicas: 2, drift: .ignore)
        #expect(findings([pool], [Samples.instance(of: pool, 0)], losses: [Samples.loss(of: pool, 1)]) == [])
    }

    @Test func anInstanceOfNoObjectIsUnmanaged() {
        let stray = Samples.pool("stray")
        let found = findings([], [Samples.instance(of: stray, 0), Samples.instance(of: stray, 1, state: .terminated)])
        #expect(
            found == [
                DriftFinding(
                    object: nil, field: "stray-0-1", kind: .unmanaged, desired: nil, actual: "running", policy: .report)
            ])
    }

    /// Breaks when `unmanaged` leaves out that every file can be read, or Retain, or what is broken.
    @Test func whatWasRetainedOrMayBeDeclaredIsNotUnmanaged() {
        let stray = Samples.pool("stray")
        let instance = Samples.instance(of: stray, 0)
        #expect(findings([], [Samples.instance(of: stray, 0, policy: .retain)]) == [])
        #expect(findings([], [instance], unreadable: ["pool.yaml"]) == [])
        let broken = BrokenObject(object: stray.identity, problem: Samples.broken, lastGood: nil)
        #expect(findings([], [instance], broken: [broken]) == [])
        #expect(findings([], applied: [stray], [instance]) == [])
    }

    @Test func nothingIsSaidWhileTheDesiredStateIsUnknown() {
        let detector = DriftDetector(desired: .unknown(reason: "no network"), observed: ObservedState())
        #expect(detector.map { $0.findings() } == nil)
    }

    @Test func aStaleSourceStillShowsDrift() {
        let pool = Samples.pool(replicas: 1)
        let detector = DriftDetector(
            desired: .stale(Samples.set([environment, pool]), reason: "no network"),
            observed: ObservedState(
                objects: [environment, pool].map { Samples.applied($0) }, losses: [Samples.loss(of: pool, 0)]))
        #expect(detector?.findings().count == 1)
    }
}
