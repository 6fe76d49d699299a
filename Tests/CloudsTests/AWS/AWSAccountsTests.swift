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
}
