import Foundation
import Model
import TestSupport
import Testing

@testable import Clouds

/// The policy that doctor prints, before a judge that we did not write: moto with its check of signatures and policies.
struct AWSPolicyTests {
    private static let cloud = EC2Fixture.cloud("t3.small", tags: ["team": "shop"])

    /// Of a user of its own, who may do what the policy says; nobody else may do anything from then on.
    private func surroundings(_ server: AWSServer, policy: JSONValue) async throws -> AWSSurroundings {
        _ = try await server.cli("iam", "create-user", "--user-name", "rondo")
        _ = try await server.cli(
            "iam", "put-user-policy", "--user-name", "rondo", "--policy-name", "p", "--policy-document", "\(policy)")
        let answer = try await server.cli("iam", "create-access-key", "--user-name", "rondo") as? [String: Any]
        let key = try #require(answer?["AccessKey"] as? [String: Any])
        try await server.judgePolicies()
        return AWSSurroundings(
            environment: server.environment.merging([
                "AWS_ACCESS_KEY_ID": try #require(key["AccessKeyId"] as? String),
                "AWS_SECRET_ACCESS_KEY": try #require(key["SecretAccessKey"] as? String),
            ]) { $1 }, home: "/nowhere")
    }

    /// What is printed, without the conditions: moto takes one that it does not know for a denial.
    private func policy(without left: String? = nil) -> JSONValue {
        let whole = AWSNeeds([EC2Fixture.spec(Self.cloud)]).policy(installation: nil)
        guard case .array(let statements)? = whole["Statement"] else { return whole }
        let plain = statements.map { statement -> JSONValue in
            guard case .object(var fields) = statement, case .array(let actions)? = fields["Action"] else {
                return statement
            }
            fields["Condition"] = nil
            fields["Action"] = .array(actions.filter { $0.string != left })
            return .object(fields)
        }
        return .object(["Version": .string("2012-10-17"), "Statement": .array(plain)])
    }

    private func server() throws -> AWSServer? {
        let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fixtures")
        return try AWSServer.start(fixtures: fixtures)
    }

    private func live(_ surroundings: AWSSurroundings) async throws {
        let installation = InstallationID(rawValue: "one")
        let provider = EC2Provider(accounts: AWSAccounts(surroundings: surroundings) { _, _ in Secret("unused") })
        await provider.look(in: [EC2Fixture.place()])
        let tags = InstanceTags(
            installation: installation, object: EC2Fixture.pool, ordinal: 0, incarnation: 1,
            specHash: Digest(rawValue: "h"), fixedHash: Digest(rawValue: "f"))
        let made = try await provider.create(
            InstanceRequest(token: UUID(), tags: tags, spec: EC2Fixture.spec(Self.cloud), joinToken: nil))
        #expect(try await provider.list(installation: installation).map(\.id) == [made.id])
        try await provider.stop(made.id)
        try await provider.start(made.id)
        let bigger = EC2Fixture.spec(EC2Fixture.cloud("t3.large", tags: ["owner": "ana"]))
        _ = try await provider.update(made.id, InstanceUpdate(tags: tags, spec: bigger))
        let reports = try await provider.reports(on: [
            InstanceQuestion(id: made.id, ordinal: 0, wantsConsole: true)
        ])
        #expect(reports.first?.problem == nil && reports.first?.console != nil)
        try await provider.terminate(made.id)
    }

    @Test("What doctor prints is enough for everything that is done to an instance, signed as moto verifies it")
    func enough() async throws {
        guard let server = try server() else { return }
        let surroundings = try await surroundings(server, policy: policy())
        try await live(surroundings)
        let key = surroundings.environment["AWS_ACCESS_KEY_ID"] ?? ""
        let wrong = AWSSurroundings(
            environment: surroundings.environment.merging(["AWS_SECRET_ACCESS_KEY": "another"]) { $1 },
            home: "/nowhere")
        let error = await #expect(throws: AWSCallError.self) { try await live(wrong) }
        #expect(error?.code == "AuthFailure" && error?.description.contains("its secret is another") == true)
        #expect(error?.description.contains(key) == false)
        #expect(try await server.violations() == [])
    }

    @Test(
        "Nothing of it can be left out: what is missing is named",
        arguments: [
            "ec2:RunInstances", "ec2:DescribeInstances", "ec2:StopInstances", "ec2:StartInstances",
            "ec2:ModifyInstanceAttribute", "ec2:DeleteTags", "ec2:TerminateInstances",
        ])
    func least(_ action: String) async throws {
        guard let server = try server() else { return }
        let surroundings = try await surroundings(server, policy: policy(without: action))
        let error = await #expect(throws: (any Error).self) { try await live(surroundings) }
        #expect("\(error.map { "\($0)" } ?? "")".contains(#""Action": "\#(action)""#), "\(error.map { "\($0)" } ?? "")")
    }
}
