import Foundation
import Model
import Testing

@testable import Controller

/// Where a cloud is looked at.
struct CloudPlacesTests {
    private func environment(_ name: String, _ account: CloudAccount?) -> DeclaredObject {
        DeclaredObject(
            identity: ObjectIdentity(kind: .environment, name: name),
            spec: .environment(EnvironmentSpec(type: .dev, clouds: account.map { CloudAccounts(aws: $0) })))
    }

    private func pool(_ name: String, in environment: String, region: String) -> DeclaredObject {
        DeclaredObject(
            identity: ObjectIdentity(kind: .cloudResource, name: name),
            spec: .cloudResource(
                CloudResourceSpec(
                    environment: environment, provider: .aws, type: .ec2,
                    configuration: ResourceConfiguration(
                        cloud: CloudInstance(instanceType: "t3.micro", region: region)), worker: nil)))
    }

    private func instance(of pool: String, region: String, place: CloudPlace? = nil) -> ObservedInstance {
        ObservedInstance(
            id: InstanceID(rawValue: "i-1"), provider: .aws, state: .running,
            tags: InstanceTags(
                installation: InstallationID(rawValue: "x"),
                object: ObjectIdentity(kind: .cloudResource, name: pool), ordinal: 0, incarnation: 1,
                specHash: Digest(rawValue: "")), region: region, place: place)
    }

    private func look(
        _ declared: [DeclaredObject], _ applied: [DeclaredObject] = [], _ instances: [ObservedInstance] = []
    ) -> [String] {
        CloudPlaces.all(of: .aws, declared: declared, applied: applied, instances: instances).map {
            "\($0.environment.name) \($0.region) \($0.account.endpoint ?? "-")"
        }
    }

    @Test("Each environment's regions: its account's, its resources' and those of instances that are known")
    func regions() {
        let dev = environment("dev", CloudAccount(region: "eu-west-1"))
        let other = environment("other", nil)
        #expect(look([dev, other]) == ["dev eu-west-1 -"])
        let pools = [pool("a", in: "dev", region: "us-east-1"), pool("b", in: "other", region: "eu-west-1")]
        #expect(
            look([dev, other] + pools, [], [instance(of: "a", region: "ap-south-1")])
                == ["dev ap-south-1 -", "dev eu-west-1 -", "dev us-east-1 -", "other eu-west-1 -"])
        #expect(CloudPlaces.all(of: .local, declared: [dev] + pools, applied: [], instances: []).isEmpty)
    }

    /// Breaks when only what git declares counts.
    @Test("An environment that left git is looked at as long as it is in force, and a new account comes before the old")
    func accounts() {
        let old = environment("dev", CloudAccount(region: "eu-west-1", endpoint: "http://old"))
        let new = environment("dev", CloudAccount(region: "eu-west-1", endpoint: "http://new"))
        #expect(look([], [old, pool("a", in: "dev", region: "eu-west-1")]) == ["dev eu-west-1 http://old"])
        #expect(look([new], [old]) == ["dev eu-west-1 http://new", "dev eu-west-1 http://old"])
    }

    /// Breaks when an instance's own place is left out, or comes before what git says.
    @Test("The place that an instance was seen in stays one, also when its environment is gone, and comes last")
    func homes() {
        let dev = ObjectIdentity(kind: .environment, name: "dev")
        let old = CloudPlace(
            environment: dev, account: CloudAccount(region: "eu-west-1", endpoint: "http://old"), region: "eu-west-1")
        let new = environment("dev", CloudAccount(region: "eu-west-1", endpoint: "http://new"))
        let there = instance(of: "a", region: "eu-west-1", place: old)
        #expect(look([new], [new], [there]) == ["dev eu-west-1 http://new", "dev eu-west-1 http://old"])
        #expect(look([], [], [there]) == ["dev eu-west-1 http://old"])
        #expect(look([], [], [there.with(.terminated)]).isEmpty)
        let same = environment("dev", old.account)
        #expect(look([same], [same], [there]) == ["dev eu-west-1 http://old"])
    }
}
