import Foundation
import Model
import Planning
import Testing

/// What a plan costs an hour, by the operator's own list.
struct PriceListTests {
    private static let text = """
        # What we pay.
        provider,region,instanceType,market,hourlyUSD
        aws,us-east-1,t3.micro,on-demand,0.0104

        aws,us-east-1,t3.micro,spot,0.0031
        """

    private func pool(_ name: String, replicas: Int, type: String = "t3.micro", spot: Bool? = nil) -> DeclaredObject {
        Samples.object(
            .cloudResource(
                CloudResourceSpec(
                    environment: "dev", provider: .aws, type: .ec2,
                    configuration: ResourceConfiguration(
                        cloud: CloudInstance(instanceType: type, region: "us-east-1", spot: spot)),
                    replicas: replicas, worker: nil)), name)
    }

    private func cost(_ desired: [DeclaredObject], _ observed: ObservedState) throws -> String {
        let sources = DesiredSources([
            DesiredSources.Entry(source: "default", desired: .known(Samples.set(desired)))
        ])
        return PlanCost(desired: sources, observed: observed, prices: try PriceList(Self.text)).text
    }

    /// Breaks when `now` counts replicas instead of instances that run.
    @Test("The cost then and the difference to what runs now; local workers cost nothing")
    func plans() throws {
        let (two, local) = (pool("a", replicas: 2), Samples.pool())
        #expect(try cost([two, local], ObservedState()) == "Cost: 0.0208 USD an hour, 0.0208 more than now.")
        let running = ObservedState(
            objects: [Samples.applied(two)],
            instances: [Samples.instance(of: two, 0), Samples.instance(of: two, 1, state: .stopped)])
        #expect(try cost([two], running) == "Cost: 0.0208 USD an hour, 0.0104 more than now.")
        #expect(try cost([], running) == "Cost: 0 USD an hour, 0.0104 less than now.")
        #expect(try cost([pool("a", replicas: 1, spot: true)], ObservedState()).contains("0.0031 USD"))
        #expect(
            try cost([pool("a", replicas: 1, type: "m7g.large")], ObservedState())
                == "Cost: 0 USD an hour, as now. Without a price: aws m7g.large in us-east-1.")
    }

    @Test(
        "What is wrong with a list is told with its line",
        arguments: [
            ("", 1), ("aws,us-east-1,t3.micro,on-demand,0.1", 1),
            ("provider,region,instanceType,market,hourlyEUR\naws,r,t,sometimes,1", 2),
            ("provider,region,instanceType,market,hourlyEUR\nlocal,r,t,spot,1", 2),
            ("provider,region,instanceType,market,hourlyEUR\n\naws,r,t,spot,-1", 3),
            ("provider,region,instanceType,market,hourlyEUR\naws,r,t,spot,1e99", 2),
            ("provider,region,instanceType,market,hourlyEUR\naws,r,t,spot", 2),
            ("provider,region,instanceType,market,hourlyEUR\naws,r,t,spot,1\naws,r,t,spot,2", 3),
        ])
    func wrong(_ text: String, _ line: Int) {
        let error = #expect(throws: PriceListError.self) { try PriceList(text) }
        #expect(error?.line == line)
    }
}
