import Model
import Testing

@testable import Controller

struct ServiceAddressesTests {
    private let addresses = ServiceAddresses(["shop": "http://127.0.0.1:9/base/"])

    private func step(_ path: String?) -> TestStep {
        TestStep(action: .request(RestRequest(service: "shop", path: path)))
    }

    private func urls(_ steps: [TestStep]) -> [String] {
        steps.flatMap { step -> [String] in
            switch step.action {
            case .request(let request): [request.url ?? "none"]
            case .command, .use: []
            case .steps(let steps), .parallel(let steps): urls(steps)
            case .forEach(let loop): urls(loop.steps)
            case .branch(let branch): urls(branch.then + (branch.otherwise ?? []))
            }
        }
    }

    /// Breaks when a request within another step, or in the cleanup, keeps its service's name.
    @Test func requestsInStepsWithinStepsGetAddresses() throws {
        let condition = TestCondition(left: "a", comparison: .equal, right: "a", text: "a == a")
        let spec = IntegrationSpec(
            steps: [
                step("/a"), TestStep(action: .steps([step("/b")])), TestStep(action: .parallel([step("c")])),
                TestStep(action: .forEach(StepLoop(in: .array([]), steps: [step("/d")]))),
                TestStep(action: .branch(StepBranch(condition: condition, then: [step("/e")], otherwise: [step(nil)]))),
            ], finally: [step("/f")])
        guard case .integration(let made) = try addresses.addressed(.integration(spec)) else { return }
        let base = "http://127.0.0.1:9/base"
        #expect(urls(made.steps) == ["/a", "/b", "/c", "/d", "/e", "/"].map { base + $0 })
        #expect(urls(made.finally ?? []) == [base + "/f"])
    }

    @Test func anOperationGoesToTheServiceItselfWhereItNamesNoPath() throws {
        for (path, url) in [("/graphql", "http://127.0.0.1:9/base/graphql"), (nil, "http://127.0.0.1:9/base/")] {
            let request = GraphQLRequest(service: "shop", path: path, query: "{ a }")
            guard case .graphql(let made) = try addresses.addressed(.graphql(request)) else { return }
            #expect(made.url == url && made.service == nil && made.path == nil)
        }
    }

    @Test func checksAreMadeOfTheServiceItself() throws {
        let spec = SecuritySpec(service: "shop", checks: [], severityThreshold: .high)
        guard case .security(let made) = try addresses.addressed(.security(spec)) else { return }
        #expect(made.url == "http://127.0.0.1:9/base/" && made.service == nil && made.severityThreshold == .high)
    }

    @Test func aServiceThatIsNotServedIsNamed() {
        #expect(throws: PreparationError.self) {
            try addresses.addressed(.rest(RestRequest(service: "gone")))
        }
    }
}
