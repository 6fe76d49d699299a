import Foundation
import HTTPTransport
import Model
import TestSupport

@testable import Clouds

/// A provider of EC2 against moto, with one environment in a region.
struct EC2Fixture {
    static let environment = ObjectIdentity(kind: .environment, name: "dev")
    static let pool = ObjectIdentity(kind: .cloudResource, name: "pool")
    static let image = "ami-12c6146b"

    let server: AWSServer
    let installation = InstallationID(rawValue: "inst-\(UUID().uuidString.prefix(8))")
    let provider: EC2Provider
    let surroundings: AWSSurroundings

    /// nil where moto is not installed.
    init?(places: [CloudPlace]? = nil, environment: [String: String] = [:]) async throws {
        let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fixtures")
        guard let server = try AWSServer.start(fixtures: fixtures) else { return nil }
        self.server = server
        surroundings = AWSSurroundings(
            environment: server.environment.merging(environment) { $1 }, home: "/nowhere")
        provider = EC2Provider(accounts: AWSAccounts(surroundings: surroundings) { _, _ in Secret("unused") })
        await provider.look(in: places ?? [Self.place()])
    }

    static func place(_ region: String = "us-east-1", account: CloudAccount = CloudAccount()) -> CloudPlace {
        CloudPlace(environment: environment, account: account, region: region)
    }

    static func spec(_ cloud: CloudInstance) -> CloudResourceSpec {
        CloudResourceSpec(
            environment: "dev", provider: .aws, type: .ec2, configuration: ResourceConfiguration(cloud: cloud),
            worker: nil)
    }

    static func cloud(
        _ type: String = "t3.micro", region: String = "us-east-1", image: ImageChoice? = .id(image),
        tags: [String: String]? = nil, groups: [String]? = nil, subnet: String? = nil
    ) -> CloudInstance {
        CloudInstance(
            instanceType: type, region: region, tags: tags, image: image, subnet: subnet, securityGroups: groups)
    }

    func tags(_ ordinal: Int = 0, incarnation: Int = 1, hash: String = "h") -> InstanceTags {
        InstanceTags(
            installation: installation, object: Self.pool, ordinal: ordinal, incarnation: incarnation,
            specHash: Digest(rawValue: hash), fixedHash: Digest(rawValue: "f"))
    }

    func request(
        _ ordinal: Int = 0, token: UUID = UUID(), cloud: CloudInstance = EC2Fixture.cloud(), pinned: String? = nil
    ) -> InstanceRequest {
        InstanceRequest(
            token: token, tags: tags(ordinal), spec: Self.spec(cloud), joinToken: nil, pinnedImage: pinned)
    }
}
