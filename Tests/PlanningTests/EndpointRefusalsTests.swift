import Model
import Planning
import Testing

/// Environments that name an address of a cloud which the operator does not list.
struct EndpointRefusalsTests {
    private let lab = Samples.object(
        .environment(
            EnvironmentSpec(type: .dev, clouds: CloudAccounts(aws: CloudAccount(endpoint: "http://evil.example")))),
        "lab")
    private let dev = Samples.environment()

    private func desired(_ objects: [DeclaredObject], allowing endpoints: [String]) -> DesiredState {
        let sources = DesiredSources([.init(source: "default", desired: .known(Samples.set(objects)))])
        let noted = EndpointRefusals.noted(in: sources, allow: OperatorConfiguration.Allow(endpoints: endpoints))
        return noted.entries[0].desired
    }

    private func look(
        _ desired: DesiredState, _ observed: ObservedState
    ) -> (plan: Plan, statuses: [ObjectIdentity: ObjectStatus]) {
        let plan = Planner.plan(desired: desired, observed: observed)
        return (plan, StatusAssessor.statuses(desired: desired, observed: observed, plan: plan))
    }

    @Test("It is recorded, Stalled with what to do, and no obstacle to others")
    func stalls() throws {
        let refused = desired([lab, dev], allowing: ["http://other.example"])
        #expect(look(refused, ObservedState()).plan.actions.map(\.operation) == [.applyObject, .applyObject])
        let (plan, statuses) = look(refused, ObservedState(objects: [lab, dev].map { Samples.applied($0) }))
        #expect(plan.impossible.map(\.object) == [lab.identity])
        let stalled = try #require(statuses[lab.identity]?.condition(.stalled))
        #expect(stalled.reason == .endpointNotAllowed)
        #expect(stalled.message.contains("clouds.aws.endpoint is not allowed"))
        #expect(stalled.message.contains(#"allow: {endpoints: ["http://evil.example"]}"#))
        #expect(statuses[dev.identity]?.isReady == true)
    }

    /// Breaks when `refusal` takes every endpoint for allowed.
    @Test("What was applied before it is not replaced, and what needs it waits")
    func keepsWhatWasApplied() {
        let before = Samples.object(.environment(EnvironmentSpec(type: .dev)), "lab")
        let pool = Samples.object(
            .cloudResource(CloudResourceSpec(environment: "lab", provider: .local, type: .process, worker: nil)), "p")
        let (plan, _) = look(
            desired([lab, pool], allowing: []), ObservedState(objects: [before, pool].map { Samples.applied($0) }))
        #expect(plan.actions.isEmpty && plan.impossible.count == 1)
        #expect(plan.waiting.map(\.object) == [pool.identity])
    }

    @Test("One that is listed is an environment like any other")
    func allowed() {
        let (plan, statuses) = look(
            desired([lab], allowing: ["http://evil.example"]), ObservedState(objects: [Samples.applied(lab)]))
        #expect(plan.impossible.isEmpty && statuses[lab.identity]?.isReady == true)
    }
}
