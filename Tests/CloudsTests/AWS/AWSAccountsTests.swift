import Foundation
import Model
import Synchronization
import TestSupport
import Testing

@testable import Clouds

/// Everything that calls AWS signs in as one and keeps to one pace.
struct AWSAccountsTests {
    private static let keys = Data(
        #"{"AccessKeyId": "AKIA", "SecretAccessKey": "s", "Token": "t", "Expiration": "2999-01-01T00:00:00Z"}"#.utf8)

    private static let answers = [
        "Action=GetMetricData": "<GetMetricDataResponse><GetMetricDataResult/></GetMetricDataResponse>",
        "Action=PutMetricData": "<PutMetricDataResponse/>",
        "Action=DescribeInstances": "<DescribeInstancesResponse><reservationSet/></DescribeInstancesResponse>",
        "Action=GetCallerIdentity": "<GetCallerIdentityResponse/>",
    ]

    private static func answer(_ request: LoopbackServer.Request) -> LoopbackServer.Response {
        if request.target == "/keys" { return .init(body: keys) }
        let text = String(decoding: request.body, as: UTF8.self)
        let found = answers.first { text.contains($0.key) }?.value
        return .init(body: Data((found ?? #"{"Events": []}"#).utf8))
    }

    private func surroundings(_ server: LoopbackServer) -> AWSSurroundings {
        AWSSurroundings(
            environment: [
                "AWS_ENDPOINT_URL": server.url, "AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url + "/keys",
            ], home: "/nowhere")
    }

    private func request(_ place: CloudPlace) throws -> MetricRequest {
        let metric = try #require(CloudMetric("aws/EC2/CPUUtilization"))
        return MetricRequest(
            place: place, series: MetricSeries(metric: metric, statistic: .average, period: .minutes(1)),
            since: Date() - 600, until: Date() - 300)
    }

    /// Breaks when one of them makes accounts of its own, or `ownClient` makes another client.
    @Test("Instances, metrics both ways and the account of changes fetch credentials once")
    func once() async throws {
        let targets = Recorder<String>()
        let server = try LoopbackServer { request in
            targets.record(request.target)
            return Self.answer(request)
        }
        defer { server.stop() }
        let accounts = AWSAccounts(surroundings: surroundings(server)) { _, _ in Secret("unused") }
        let place = EC2Fixture.place()
        let provider = EC2Provider(accounts: accounts)
        await provider.look(in: [place])
        _ = try await provider.survey(installation: InstallationID(rawValue: "i"))
        let survey = await CloudWatchSource(accounts: accounts).read([try request(place)])
        #expect(survey.faults.isEmpty, "\(survey.faults)")
        let question = ChangeQuestion(
            instance: InstanceID(rawValue: "i-1"), place: place, field: .state, since: Date() - 60)
        #expect(try await CloudTrailHistory(accounts: accounts).author(of: question) == nil)
        let told = Recorder<Event>()
        let sink = CloudWatchSink(
            accounts: accounts, settings: OperatorConfiguration.CloudWatch(namespace: "N", region: "us-east-1"),
            report: told.record)
        await sink.record([MetricSample(.runFailed, value: 1, time: Date())])
        await sink.flush()
        #expect(told.all.isEmpty, "\(told.all.map(\.message))")
        #expect(targets.all.count { $0 == "/keys" } == 1)
        #expect(targets.all.count { $0 != "/keys" } >= 4)
    }

    /// Breaks when `AWSClient.current` leaves out `isAllowed`: the endpoint is asked to let a role be taken on.
    @Test("An endpoint that the operator no longer allows is told nothing, whatever a known instance says of it")
    func withdrawn() async throws {
        let targets = Recorder<String>()
        let server = try LoopbackServer { request in
            targets.record(request.target)
            return Self.answer(request)
        }
        defer { server.stop() }
        let url = server.url
        let accounts = AWSAccounts(surroundings: Self.keyed, allowsEndpoint: { $0 != url }) { _, _ in
            Secret("unused")
        }
        let place = Self.roleAt(url)
        let provider = EC2Provider(accounts: accounts)
        await provider.look(in: [place])
        let refused = AWSCredentialError.endpointNotAllowed(url)
        await #expect(throws: refused) { try await provider.survey(installation: InstallationID(rawValue: "i")) }
        await #expect(throws: refused) { try await provider.account(of: place) }
        await #expect(throws: refused) { try await provider.terminate(InstanceID(rawValue: "i-1")) }
        #expect(targets.all.isEmpty)
    }

    /// Breaks when `AWSClient.current` lets a failure of STS pass for one of the call that it was for.
    @Test("That nobody can sign in says nothing of the call that it was for")
    func notSignedIn() async throws {
        let bodies = Recorder<String>()
        let server = try LoopbackServer { request in
            bodies.record(String(decoding: request.body, as: UTF8.self))
            return .init(status: 500, body: Data("<html/>".utf8))
        }
        defer { server.stop() }
        let surroundings = AWSSurroundings(
            environment: Self.keys(of: "AKIA"), time: JumpingTime().monotonic, home: "/nowhere")
        let accounts = AWSAccounts(surroundings: surroundings) { _, _ in Secret("unused") }
        let calls = EC2Calls(client: await accounts.client(of: Self.roleAt(server.url)), region: "us-east-1")
        let error = await #expect(throws: AWSCredentialError.self) {
            try await calls.call("RunInstances", FormFields())
        }
        #expect(error?.fault == .unavailable && error?.description.contains("sts:AssumeRole") == true)
        #expect(bodies.all.count == 4 && bodies.all.allSatisfy { $0.contains("Action=AssumeRole") })
    }

    /// Breaks when `account(in:)` takes an answer without an account for none.
    @Test("An answer that names no account is none that tells which it is")
    func nameless() async throws {
        let server = try LoopbackServer { Self.answer($0) }
        defer { server.stop() }
        let accounts = AWSAccounts(surroundings: surroundings(server)) { _, _ in Secret("unused") }
        await #expect(throws: AWSCallError.self) {
            try await EC2Provider(accounts: accounts).account(of: EC2Fixture.place())
        }
    }

    /// Breaks when keys of an environment's secrets are given an end that nobody said they have, or are never read again.
    @Test("Links that an environment's own keys sign hold as long as others, and changed keys are used soon")
    func ownKeys() async throws {
        let clock = ManualClock()
        let key = Mutex("AKIAOLD")
        let accounts = AWSAccounts(
            surroundings: AWSSurroundings(environment: [:], clock: clock, home: "/nowhere")
        ) { _, _ in Secret(key.withLock { $0 }) }
        let place = CloudPlace(
            environment: EC2Fixture.environment,
            account: CloudAccount(
                credentials: .key(accessKey: "${{ secrets.id }}", secretKey: "${{ secrets.key }}", region: nil)),
            secrets: ["id": .environmentVariable("ID"), "key": .environmentVariable("KEY")], region: "us-east-1")
        let client = await accounts.client(of: place)
        func link() async throws -> ArtifactLink {
            try #require(
                try await client.link(
                    to: "https://b.s3.amazonaws.com/k", .s3, in: "us-east-1", for: .seconds(3_600)))
        }
        let first = try await link()
        #expect(first.expires == clock.now().addingTimeInterval(3_600) && first.url.contains("AKIAOLD"))
        key.withLock { $0 = "AKIANEW" }
        clock.advance(by: 61)
        #expect(try await link().url.contains("AKIANEW"))
    }

    private static func keys(of key: String) -> [String: String] {
        ["AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": "s"]
    }

    private static var keyed: AWSSurroundings { AWSSurroundings(environment: keys(of: "AKIA"), home: "/nowhere") }

    private static func roleAt(_ endpoint: String) -> CloudPlace {
        EC2Fixture.place(account: CloudAccount(credentials: .role("arn:aws:iam::1:role/r"), endpoint: endpoint))
    }
}
