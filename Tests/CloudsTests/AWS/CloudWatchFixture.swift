import Foundation
import Model
import TestSupport
import Testing

@testable import Clouds

/// moto's CloudWatch, which the AWS CLI writes to and reads from.
struct CloudWatchFixture {
    static let minute: TimeInterval = 60

    let server: AWSServer
    let source: CloudWatchSource
    let surroundings: AWSSurroundings
    /// The start of a minute some minutes ago.
    let start = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 / 60).rounded(.down) * 60 - 600)

    /// nil where moto is not installed.
    init?() throws {
        let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fixtures")
        guard let server = try AWSServer.start(fixtures: fixtures) else { return nil }
        self.server = server
        surroundings = AWSSurroundings(
            environment: server.environment, time: JumpingTime().monotonic, home: "/nowhere")
        source = CloudWatchSource(accounts: AWSAccounts(surroundings: surroundings) { _, _ in Secret("unused") })
    }

    /// Of a minute after the start.
    func put(
        _ value: Double, minute: Int = 0, metric: String = "CPUUtilization", namespace: String = "AWS/EC2",
        dimensions: String = "InstanceId=i-1", region: String = "us-east-1"
    ) async throws {
        _ = try await server.cli(
            "cloudwatch", "put-metric-data", "--namespace", namespace, "--metric-name", metric, "--dimensions",
            dimensions, "--timestamp", start.addingTimeInterval(Double(minute) * 60).formatted(.iso8601), "--value",
            "\(value)", region: region)
    }

    func request(
        _ metric: String = "aws/EC2/CPUUtilization", instance: String? = "i-1", dimensions: [String: String] = [:],
        statistic: MetricStatistic = .average, region: String = "us-east-1", environment: String = "dev",
        account: CloudAccount = CloudAccount()
    ) throws -> MetricRequest {
        MetricRequest(
            place: CloudPlace(
                environment: ObjectIdentity(kind: .environment, name: environment), account: account, region: region),
            series: MetricSeries(
                metric: try #require(CloudMetric(metric)), instance: instance.map { InstanceID(rawValue: $0) },
                dimensions: dimensions, statistic: statistic, period: .minutes(1)),
            since: start, until: start.addingTimeInterval(300))
    }
}

extension MetricSurvey {
    /// In the order of their times.
    func values(_ request: MetricRequest) -> [Double] {
        (points[request] ?? []).sorted { $0.start < $1.start }.map(\.value)
    }
}
