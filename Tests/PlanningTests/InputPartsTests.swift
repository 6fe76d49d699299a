import Foundation
import Model
import Planning
import Testing

/// Which input of a suite is named when it is due again.
struct InputPartsTests {
    private func reason(
        _ new: [DeclaredObject], after old: [DeclaredObject], applied: [DeclaredObject]? = nil
    ) throws -> PlanReason? {
        let before = try #require(Samples.resolved(old).first)
        let record = SuiteRecord(
            key: before.key, conclusive: Samples.verdict(Digests.suiteInputs(of: before)),
            inputs: SuiteInputs(before).parts())
        let observed = ObservedState(
            time: Samples.start, objects: (applied ?? new).map { Samples.applied($0) },
            environments: new.compactMap { object in
                guard case .environment(let spec) = object.spec else { return nil }
                return ObservedEnvironment(
                    identity: object.identity,
                    services: spec.services.map { name, service in
                        guard case .mock(let mock) = service else {
                            return ObservedService(name: name, url: "", ready: true)
                        }
                        return ObservedService(name: name, url: "", ready: true, mock: mock)
                    })
            }, suites: [record])
        return Planner.plan(desired: .known(Samples.set(new)), observed: observed).actions
            .first { if case .startRun = $0.operation { true } else { false } }?.reason
    }

    @Test func aServiceIsNamedEvenAfterItsEnvironmentWasApplied() throws {
        let suite = Samples.suite()
        let old = Samples.environment(services: ["shop": Samples.mock(), "mail": Samples.mock()])
        let new = Samples.environment(services: ["shop": Samples.mock(500), "mail": Samples.mock()])
        #expect(try reason([new, suite], after: [old, suite]) == .inputsChanged(["services.shop"]))
    }

    @Test func variablesSecretsAndTheTypeAreNamed() throws {
        let suite = Samples.suite()
        let old = Samples.environment(variables: ["region": "a"])
        let new = Samples.environment(type: .staging, variables: ["region": "b"])
        #expect(
            try reason([new, suite], after: [old, suite])
                == .inputsChanged(["environment.type", "variables.region"]))
    }

    @Test func aTestIsNamedByItsFieldWhileTheOldOneIsKnownAndByItselfAfterwards() throws {
        let environment = Samples.environment()
        let old = try Samples.suite(tests: [Samples.test("a"), Samples.test("b")]).written()
        let new = try Samples.suite(tests: [Samples.test("a"), Samples.test("b", timeout: .seconds(9))]).written()
        #expect(
            try reason([environment, new], after: [environment, old], applied: [environment, old])
                == .inputsChanged(["tests[1].timeout"]))
        #expect(try reason([environment, new], after: [environment, old]) == .inputsChanged(["tests[1]"]))
    }

    @Test func aTestThatIsGoneAndAnOrderThatChangedAreNamed() throws {
        let environment = Samples.environment()
        let both = Samples.suite(tests: [Samples.test("a"), Samples.test("b")])
        let one = Samples.suite(tests: [Samples.test("a")])
        let turned = Samples.suite(tests: [Samples.test("b"), Samples.test("a")])
        #expect(try reason([environment, one], after: [environment, both]) == .inputsChanged(["tests: `b` is gone"]))
        #expect(
            try reason([environment, turned], after: [environment, both]) == .inputsChanged(["the order of tests"]))
    }
}
