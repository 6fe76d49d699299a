import Foundation
import HTTPTransport
import Model
import TestSupport
import Testing

@testable import Clouds

/// Signatures before a verifier that we did not write: ministack with `AUTH=true`.
struct AWSVerifierTests {
    /// A user of its own: of the root key nothing is verified.
    private func user(_ server: Ministack, policy: String) async throws -> (key: String, secret: String) {
        let root = server.root
        _ = try await AWSCLI.run(["iam", "create-user", "--user-name", "rondo"], environment: root)
        _ = try await AWSCLI.run(
            ["iam", "put-user-policy", "--user-name", "rondo", "--policy-name", "p", "--policy-document", policy],
            environment: root)
        let trust = #"""
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
             "Principal": {"AWS": "arn:aws:iam::000000000000:user/rondo"}}]}
            """#
        _ = try await AWSCLI.run(
            ["iam", "create-role", "--role-name", "tester", "--assume-role-policy-document", trust], environment: root)
        _ = try await AWSCLI.run(
            ["iam", "put-role-policy", "--role-name", "tester", "--policy-name", "p", "--policy-document", policy],
            environment: root)
        let answer = try await AWSCLI.run(["iam", "create-access-key", "--user-name", "rondo"], environment: root)
        let key = (answer as? [String: Any])?["AccessKey"] as? [String: String] ?? [:]
        return (key["AccessKeyId"] ?? "", key["SecretAccessKey"] ?? "")
    }

    private static let everything = #"""
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
        """#

    private func surroundings(_ server: Ministack) -> AWSSurroundings {
        AWSSurroundings(environment: ["AWS_ENDPOINT_URL": server.url], home: "/nowhere")
    }

    private func store(_ key: String, _ secret: String) -> AWSCredentialStore {
        AWSCredentialStore(clock: SystemWallClock()) {
            AWSCredentials(accessKey: key, secretKey: Secret(secret), origin: "test")
        }
    }

    private func calls(_ server: Ministack, _ store: AWSCredentialStore) -> EC2Calls {
        let surroundings = surroundings(server)
        return EC2Calls(
            client: AWSClient(
                surroundings: surroundings, endpoints: surroundings.endpoints(account: nil), credentials: store),
            region: "eu-west-1")
    }

    /// Breaks when anything of what is signed is spelled otherwise than it is sent.
    @Test("Every call is signed as it is verified; a wrong secret is refused, and what no policy allows is named")
    func signatures() async throws {
        guard let server = try Ministack() else { return }
        let (key, secret) = try await user(server, policy: Self.everything)
        let right = calls(server, store(key, secret))
        let odd = "CloudResource/a b+c/ä~*(x)"
        #expect(try await right.instances(tagged: [("rondo:object", odd)]).isEmpty)
        let launch = EC2Launch(
            cloud: EC2Fixture.cloud(), image: EC2Image(id: "ami-1", rootDevice: nil), subnet: nil, groups: [],
            tags: ["rondo:object": odd], token: UUID(), userData: "#!/bin/sh\n")
        #expect(try await right.run(launch).tags["rondo:object"] == odd)

        let wrong = calls(server, store(key, secret + "x"))
        let error = await #expect(throws: AWSCallError.self) { try await wrong.instances(tagged: []) }
        #expect(error?.fault == .refused, "\(error.map { "\($0)" } ?? "")")
        let unknown = calls(server, store("AKIANOBODY", secret))
        await #expect(throws: AWSCallError.self) { try await unknown.instances(tagged: []) }
    }

    /// moto has no percentiles.
    @Test("Metrics are written and read with signatures that are verified, percentiles as well")
    func metrics() async throws {
        guard let server = try Ministack() else { return }
        let (key, secret) = try await user(server, policy: Self.everything)
        let surroundings = AWSSurroundings(
            environment: [
                "AWS_ENDPOINT_URL": server.url, "AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret,
            ], home: "/nowhere")
        let start = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 / 60).rounded(.down) * 60 - 300)
        let told = Recorder<Event>()
        let sink = CloudWatchSink(
            accounts: AWSAccounts(surroundings: surroundings) { _, _ in Secret("unused") },
            settings: OperatorConfiguration.CloudWatch(namespace: "My/App", region: "eu-west-1"), report: told.record)
        await sink.record(
            (1...100).map {
                MetricSample(metric: "x y+z", tags: ["a b": "c*~(d)"], value: Double($0), time: start)
            })
        await sink.flush()
        #expect(told.all.isEmpty, "\(told.all.map(\.message))")
        let source = CloudWatchSource(accounts: AWSAccounts(surroundings: surroundings) { _, _ in Secret("unused") })
        let metric = try #require(CloudMetric("aws/My/App:x y+z"))
        let requests = MetricStatistic.allCases.map { statistic in
            MetricRequest(
                place: CloudPlace(
                    environment: ObjectIdentity(kind: .environment, name: "dev"), account: CloudAccount(),
                    region: "eu-west-1"),
                series: MetricSeries(
                    metric: metric, dimensions: ["a b": "c*~(d)"], statistic: statistic, period: .minutes(1)),
                since: start, until: start.addingTimeInterval(120))
        }
        let survey = await source.read(requests)
        #expect(survey.faults.isEmpty, "\(survey.faults)")
        let values = Dictionary(
            requests.map { ($0.series.statistic, survey.points[$0]?.first?.value ?? .nan) }, uniquingKeysWith: { $1 })
        #expect(values[.average] == 50.5 && values[.minimum] == 1 && values[.maximum] == 100)
        #expect(values[.sum] == 5_050 && values[.count] == 100)
        for (statistic, percent) in [(MetricStatistic.p50, 50.0), (.p90, 90), (.p95, 95), (.p99, 99)] {
            #expect(abs((values[statistic] ?? 0) - percent) <= 1.5, "\(statistic) \(values)")
        }
    }

    @Test("A role that was taken on signs with its session's token")
    func role() async throws {
        guard let server = try Ministack() else { return }
        let (key, secret) = try await user(server, policy: Self.everything)
        let role = AWSRole(
            surroundings: surroundings(server), arn: "arn:aws:iam::000000000000:role/tester",
            session: "rondo-default.dev", region: "us-east-1", base: store(key, secret))
        let taken = try await role.find()
        #expect(taken.sessionToken != nil && taken.expires.map { $0 > Date() } == true)
        let session = AWSCredentialStore(clock: SystemWallClock()) { taken }
        #expect(try await calls(server, session).instances(tagged: []).isEmpty)
        let tokenless = AWSCredentials(
            accessKey: taken.accessKey, secretKey: taken.secretKey, sessionToken: Secret("x"), origin: "test")
        let stolen = AWSCredentialStore(clock: SystemWallClock()) { tokenless }
        await #expect(throws: AWSCallError.self) { try await calls(server, stolen).instances(tagged: []) }
    }

    @Test("An action that the policy leaves out is told with the statement that is missing")
    func denied() async throws {
        guard let server = try Ministack() else { return }
        let reading = Self.everything.replacing(#""Action": "*""#, with: #""Action": "ec2:Describe*""#)
        let (key, secret) = try await user(server, policy: reading)
        let calls = calls(server, store(key, secret))
        #expect(try await calls.instances(tagged: []).isEmpty)
        let error = await #expect(throws: AWSCallError.self) { try await calls.terminate("i-0123456789abcdef0") }
        let text = error.map { "\($0)" } ?? ""
        #expect(text.contains(#"{"Effect": "Allow", "Action": "ec2:TerminateInstances", "Resource": "*"}"#), "\(text)")
    }
}
