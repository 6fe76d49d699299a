import Foundation
import Model
import Synchronization
import TestSupport
import Testing

@testable import Clouds

/// Who changed an instance, by a double of LookupEvents whose shapes are those of botocore's description.
struct CloudTrailHistoryTests {
    private static let ana = "arn:aws:iam::123456789012:user/ana"

    private func history(_ fixture: EC2Fixture) -> CloudTrailHistory {
        CloudTrailHistory(accounts: AWSAccounts(surroundings: fixture.surroundings) { _, _ in Secret("unused") })
    }

    private func question(_ id: InstanceID, _ field: DriftField? = .instance, since: Date = Date() - 60)
        -> ChangeQuestion
    {
        ChangeQuestion(instance: id, place: EC2Fixture.place(), field: field, since: since)
    }

    /// Breaks when `isOwn` is not asked: the creation's own tags would be Rondo's doing to itself.
    @Test("The newest event that explains it is named, and never one of Rondo's own")
    func author() async throws {
        guard let fixture = try await EC2Fixture() else { return }
        let made = try await fixture.provider.create(fixture.request())
        let history = history(fixture)
        try await fixture.provider.stop(made.id)
        #expect(try await history.author(of: question(made.id, .state)) == nil, "Rondo stopped it itself")
        try await fixture.server.setTrail(user: Self.ana)
        _ = try await fixture.server.cli("ec2", "start-instances", "--instance-ids", made.id.rawValue)
        _ = try await fixture.server.cli("ec2", "stop-instances", "--instance-ids", made.id.rawValue)
        try await fixture.server.setTrail(user: "arn:aws:iam::123456789012:user/ben")
        _ = try await fixture.server.cli(
            "ec2", "create-tags", "--resources", made.id.rawValue, "--tags", "Key=a,Value=b")
        let stopped = try #require(try await history.author(of: question(made.id, .state)))
        #expect(stopped.name == Self.ana && stopped.event == "StopInstances")
        #expect(abs(stopped.time.timeIntervalSinceNow) < 60)
        #expect(try await history.author(of: question(made.id, .tags))?.name.hasSuffix("user/ben") == true)
        #expect(try await history.author(of: question(made.id, .instanceType)) == nil)
        #expect(try await history.author(of: question(InstanceID(rawValue: "i-other"), .state)) == nil)
        #expect(
            try await history.author(of: question(made.id, .state, since: Date() + 30)) == nil, "it was before that")
        #expect(try await fixture.server.violations() == [])
    }

    @Test("Somebody who signs in as Rondo does is told apart by what they call with")
    func sameUser() async throws {
        guard let fixture = try await EC2Fixture() else { return }
        let made = try await fixture.provider.create(fixture.request())
        _ = try await fixture.server.cli("ec2", "terminate-instances", "--instance-ids", made.id.rawValue)
        let author = try await history(fixture).author(of: question(made.id))
        #expect(author?.name == "arn:aws:sts::123456789012:user/moto" && author?.event == "TerminateInstances")
    }

    @Test("The AWS CLI reads of the double what Rondo does")
    func double() async throws {
        guard let fixture = try await EC2Fixture() else { return }
        let made = try await fixture.provider.create(fixture.request())
        try await fixture.server.setTrail(user: Self.ana)
        _ = try await fixture.server.cli("ec2", "terminate-instances", "--instance-ids", made.id.rawValue)
        let answer =
            try await fixture.server.cli(
                "cloudtrail", "lookup-events", "--lookup-attributes",
                "AttributeKey=ResourceName,AttributeValue=\(made.id.rawValue)") as? [String: Any]
        let events = answer?["Events"] as? [[String: Any]] ?? []
        #expect(events.first?["EventName"] as? String == "TerminateInstances")
        #expect(events.first?["Username"] as? String == "ana")
        #expect(events.last?["EventName"] as? String == "RunInstances")
    }

    /// Breaks when `explains` passes over who made an instance, or Rondo's own making is left out.
    @Test("Who made an instance is named, whoever it was, and not who tagged it since")
    func maker() async throws {
        guard let fixture = try await EC2Fixture() else { return }
        let own = try await fixture.provider.create(fixture.request())
        let made = try #require(try await history(fixture).author(of: question(own.id, nil)))
        #expect(made.event == "RunInstances" && made.name.contains("moto"), "\(made)")
        try await fixture.server.setTrail(user: Self.ana)
        let started =
            try await fixture.server.cli(
                "ec2", "run-instances", "--image-id", EC2Fixture.image, "--instance-type", "t3.micro")
            as? [String: Any]
        let id = try #require((started?["Instances"] as? [[String: Any]])?.first?["InstanceId"] as? String)
        try await fixture.server.setTrail(user: "arn:aws:iam::123456789012:user/ben")
        _ = try await fixture.server.cli("ec2", "create-tags", "--resources", id, "--tags", "Key=a,Value=b")
        let author = try await history(fixture).author(of: question(InstanceID(rawValue: id), nil))
        #expect(author?.name == Self.ana && author?.event == "RunInstances")
    }

    /// Breaks when only the first page is read.
    @Test("Pages are followed to the event, and no further than some")
    func pages() async throws {
        guard let fixture = try await EC2Fixture() else { return }
        let made = try await fixture.provider.create(fixture.request())
        try await fixture.server.setTrail(user: Self.ana)
        _ = try await fixture.server.cli("ec2", "stop-instances", "--instance-ids", made.id.rawValue)
        for number in 0..<26 {
            try await fixture.provider.start(made.id)
            try await fixture.provider.stop(made.id)
            if number == 0 { _ = try await fixture.server.calls() }
        }
        #expect(try await history(fixture).author(of: question(made.id, .state))?.name == Self.ana)
        #expect(try await fixture.server.calls()["LookupEvents"] == 2)
    }

    @Test("A denied look is refused with the statement that is missing; throttling is tried again")
    func refused() async throws {
        guard let fixture = try await EC2Fixture() else { return }
        try await fixture.server.fault(
            "LookupEvents", count: 1, ["code": "AccessDeniedException", "status": 400, "message": "No."])
        let error = await #expect(throws: AWSCallError.self) {
            try await history(fixture).author(of: question(InstanceID(rawValue: "i-1")))
        }
        #expect(error?.fault == .refused)
        #expect(error.map { "\($0)" }?.contains(#""Action": "cloudtrail:LookupEvents""#) == true)
        try await fixture.server.fault("LookupEvents", count: 2, ["code": "ThrottlingException", "status": 400])
        #expect(try await history(fixture).author(of: question(InstanceID(rawValue: "i-1"))) == nil)
    }

    private func event(_ record: String, _ name: String = "TerminateInstances") -> CloudTrailEvent? {
        CloudTrailEvent(
            .object([
                "EventName": .string(name), "EventTime": .number(1_795_255_200.5), "Username": .string("session"),
                "CloudTrailEvent": .string(record), "ReadOnly": .string("false"),
            ]))
    }

    @Test("A role, a service, a call that failed and a record that can't be read")
    func shapes() {
        let role = "arn:aws:sts::1:assumed-role/ops/ana"
        #expect(event(#"{"userIdentity": {"type": "AssumedRole", "arn": "\#(role)"}}"#)?.author?.name == role)
        let service = event(#"{"userIdentity": {"type": "AWSService", "invokedBy": "autoscaling.amazonaws.com"}}"#)
        #expect(service?.author?.name == "session")
        #expect(event("not JSON")?.author?.name == "session")
        #expect(event(#"{"errorCode": "Client.UnauthorizedOperation"}"#)?.explains(.instance) == false)
        #expect(event("{}", "DescribeInstances")?.explains(.instance) == false)
        #expect(CloudTrailEvent(.object(["EventName": .string("x")])) == nil)
        #expect(CloudTrailEvent(.null) == nil)
        let own = event(#"{"userIdentity": {"arn": "me"}, "userAgent": "rondo"}"#)
        #expect(own?.isOwn("me") == true && own?.isOwn(nil) == true && own?.isOwn("somebody") == false)
        #expect(event(#"{"userIdentity": {"arn": "me"}}"#)?.isOwn("me") == true)
    }
}
