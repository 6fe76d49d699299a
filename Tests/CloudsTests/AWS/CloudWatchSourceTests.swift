import Foundation
import HTTPTransport
import Model
import Synchronization
import TestSupport
import Testing

@testable import Clouds

/// Metrics that the AWS CLI wrote, as moto keeps them.
struct CloudWatchSourceTests {
    @Test("Each statistic of each minute is read, with dimensions and namespaces of all sorts")
    func values() async throws {
        guard let fixture = try CloudWatchFixture() else { return }
        try await fixture.put(10, minute: 1)
        try await fixture.put(30, minute: 1)
        try await fixture.put(50, minute: 3)
        try await fixture.put(7, minute: 9)
        try await fixture.put(99, dimensions: "InstanceId=i-2")
        try await fixture.put(42, metric: "used", namespace: "My/App", dimensions: "InstanceId=i-1,path=/ä b")
        let requests = try [MetricStatistic.average, .minimum, .maximum, .sum, .count].map {
            try fixture.request(statistic: $0)
        }
        let custom = try fixture.request("aws/My/App:used", dimensions: ["path": "/ä b"])
        let unknown = try fixture.request("aws/EC2/NoSuchMetric")
        let elsewhere = try fixture.request(region: "eu-west-1")
        let survey = await fixture.source.read(requests + [custom, unknown, elsewhere])
        #expect(survey.faults.isEmpty, "\(survey.faults)")
        #expect(requests.map(survey.values) == [[20, 50], [10, 50], [30, 50], [40, 50], [2, 1]])
        #expect(survey.points[requests[0]]?.map(\.start).min() == fixture.start.addingTimeInterval(60))
        #expect(survey.values(custom) == [42])
        #expect(survey.values(unknown) == [], "a metric that does not exist has no data")
        #expect(survey.values(elsewhere) == [])
        #expect(try await fixture.server.calls()["GetMetricData"] == 2, "one for each region")
        #expect(try await fixture.server.violations() == [])
    }

    /// Breaks when `queriesOfACall` is 501.
    @Test("All of one account's region share calls of at most 500 queries, whichever environment asks")
    func sharing() async throws {
        guard let fixture = try CloudWatchFixture() else { return }
        try await fixture.put(5)
        let first = try (1...499).map { try fixture.request(instance: "i-\($0)") }
        let second = try (1...501).map { try fixture.request(instance: "i-\($0)", environment: "test") }
        let survey = await fixture.source.read(first + second)
        #expect(survey.faults.isEmpty)
        #expect(survey.values(first[0]) == [5] && survey.values(second[0]) == [5])
        #expect(try await fixture.server.calls()["GetMetricData"] == 2)
        #expect(try await fixture.server.violations() == [])
        _ = await fixture.source.read(Array(second.prefix(500)))
        #expect(try await fixture.server.calls()["GetMetricData"] == 1)
    }

    @Test("Throttling, a page of HTML and an answer that breaks off are tried again")
    func retries() async throws {
        guard let fixture = try CloudWatchFixture() else { return }
        try await fixture.put(5)
        let request = try fixture.request()
        let faults: [[String: any Sendable]] = [["code": "Throttling"], ["html": 500], ["cut": true]]
        for fault in faults {
            try await fixture.server.fault("GetMetricData", count: 2, fault)
            let survey = await fixture.source.read([request])
            #expect(survey.values(request) == [5] && survey.faults.isEmpty, "\(fault): \(survey.faults)")
            #expect(try await fixture.server.calls()["GetMetricData"] == 3)
        }
    }

    /// Breaks when a batch's failure is given to the requests of all.
    @Test("What one account denies is told with the statement that is missing; another is read")
    func denied() async throws {
        guard let fixture = try CloudWatchFixture() else { return }
        try await fixture.put(5)
        let read = try fixture.request()
        // An address where nobody answers as AWS does.
        let page = try LoopbackServer { _ in .init(status: 403, body: Data(Self.denial.utf8)) }
        defer { page.stop() }
        let denied = try fixture.request(environment: "other", account: CloudAccount(endpoint: page.url))
        let survey = await fixture.source.read([read, denied])
        #expect(survey.values(read) == [5] && survey.faults[read] == nil)
        let text = survey.faults[denied] ?? ""
        #expect(
            text.contains(#"{"Effect": "Allow", "Action": "cloudwatch:GetMetricData", "Resource": "*"}"#), "\(text)")
    }

    private static let denial = """
        <ErrorResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/"><Error><Type>Sender</Type>
        <Code>AccessDenied</Code><Message>Nobody may.</Message></Error><RequestId>r-1</RequestId></ErrorResponse>
        """

    /// What GetMetricData says of queries by their number: pages, statuses, and what is no number.
    private func answer(_ results: String, next: String? = nil) -> Data {
        let token = next.map { "<NextToken>\($0)</NextToken>" } ?? ""
        return Data(
            ("<GetMetricDataResponse><GetMetricDataResult><MetricDataResults>\(results)</MetricDataResults>\(token)"
                + "</GetMetricDataResult></GetMetricDataResponse>").utf8)
    }

    private func result(_ id: String, _ status: String, _ values: [String], from minute: Int = 0) -> String {
        let times = values.indices.map { "<member>2026-11-29T10:0\(minute + $0):00Z</member>" }.joined()
        let numbers = values.map { "<member>\($0)</member>" }.joined()
        return "<member><Id>\(id)</Id><Label>x</Label><Timestamps>\(times)</Timestamps><Values>\(numbers)</Values>"
            + "<StatusCode>\(status)</StatusCode></member>"
    }

    private func read(_ count: Int, _ answers: @escaping @Sendable (String) -> LoopbackServer.Response) async throws
        -> (survey: MetricSurvey, requests: [MetricRequest])
    {
        let server = try LoopbackServer { answers(String(decoding: $0.body, as: UTF8.self)) }
        defer { server.stop() }
        let surroundings = AWSSurroundings(
            environment: [
                "AWS_ENDPOINT_URL": server.url, "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b",
            ], time: JumpingTime().monotonic, home: "/nowhere")
        let source = CloudWatchSource(accounts: AWSAccounts(surroundings: surroundings) { _, _ in Secret("unused") })
        let metric = try #require(CloudMetric("aws/EC2/CPUUtilization"))
        let requests = (0..<count).map { number in
            MetricRequest(
                place: CloudPlace(
                    environment: ObjectIdentity(kind: .environment, name: "dev"), account: CloudAccount(),
                    region: "us-east-1"),
                series: MetricSeries(
                    metric: metric, instance: InstanceID(rawValue: "i-\(number)"), statistic: .average,
                    period: .minutes(1)), since: Date(timeIntervalSince1970: 0),
                until: Date(timeIntervalSince1970: 1_800_000_000))
        }
        return (await source.read(requests), requests)
    }

    /// Breaks when `data` reads one page alone, or a status is passed over.
    @Test("Pages are followed; partial data are data, a forbidden one is told, what is no number is passed over")
    func statuses() async throws {
        let pages = [
            answer(
                result("q0", "PartialData", ["1", "NaN"]) + result("q1", "Forbidden", [])
                    + result("q9", "Complete", ["7"]), next: "p+2"),
            answer(result("q0", "Complete", ["Infinity", "3"], from: 4) + result("q2", "InternalError", [])),
        ]
        let number = Mutex(0)
        let (survey, requests) = try await read(3) { body in
            let page = number.withLock { number in
                number += 1
                return number
            }
            #expect((page == 2) == body.contains("NextToken=p%2B2"))
            return .init(body: pages[min(page, 2) - 1])
        }
        #expect(survey.values(requests[0]) == [1, 3] && survey.faults[requests[0]] == nil)
        #expect(survey.faults[requests[1]]?.contains("Forbidden") == true)
        #expect(survey.faults[requests[2]]?.contains("InternalError") == true)
        #expect(number.withLock { $0 } == 2)
    }

    /// Breaks when `halves` is not asked for: one wrong query takes the answers of all others.
    @Test("A query that CloudWatch does not take fails alone")
    func wrongQuery() async throws {
        let good = answer(
            (0..<8).map { result("q\($0)", "Complete", ["1"]) }.joined())
        let wrong = "<ErrorResponse><Error><Code>ValidationError</Code><Message>No.</Message></Error></ErrorResponse>"
        let (survey, requests) = try await read(8) { body in
            body.contains("i-5") ? .init(status: 400, body: Data(wrong.utf8)) : .init(body: good)
        }
        #expect(survey.faults.keys.map { $0.series.instance?.rawValue } == ["i-5"])
        #expect(requests.filter { survey.values($0) == [1] }.count == 7)
    }

    /// Breaks when halving has no bound, tears questions apart that may be answered, or forgets what was refused.
    @Test("A question that is wrong for all instances costs few calls, and is not asked again soon")
    func wrongQuestion() async throws {
        let wrong = "<ErrorResponse><Error><Code>ValidationError</Code><Message>No.</Message></Error></ErrorResponse>"
        let calls = Mutex(0)
        let server = try LoopbackServer { request in
            calls.withLock { $0 += 1 }
            let body = String(decoding: request.body, as: UTF8.self)
            guard !body.contains("Wrong") else { return .init(status: 400, body: Data(wrong.utf8)) }
            return .init(body: self.answer((0..<500).map { self.result("q\($0)", "Complete", ["1"]) }.joined()))
        }
        defer { server.stop() }
        let time = JumpingTime().monotonic
        let source = CloudWatchSource(
            accounts: AWSAccounts(
                surroundings: AWSSurroundings(
                    environment: [
                        "AWS_ENDPOINT_URL": server.url, "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b",
                    ], time: time, home: "/nowhere")
            ) { _, _ in Secret("unused") })
        func requests(_ metric: String, _ count: Int) throws -> [MetricRequest] {
            let metric = try #require(CloudMetric(metric))
            return (0..<count).map { number in
                MetricRequest(
                    place: CloudPlace(
                        environment: ObjectIdentity(kind: .environment, name: "dev"), account: CloudAccount(),
                        region: "us-east-1"),
                    series: MetricSeries(
                        metric: metric, instance: InstanceID(rawValue: "i-\(number)"), statistic: .average,
                        period: .minutes(1)), since: Date(timeIntervalSince1970: 0),
                    until: Date(timeIntervalSince1970: 1_800_000_000))
            }
        }
        let good = try requests("aws/EC2/CPUUtilization", 200) + requests("aws/EC2/Xylophones", 100)
        let bad = try requests("aws/EC2/Wrong", 200)
        let first = await source.read(good + bad)
        #expect(good.allSatisfy { first.values($0) == [1] && first.faults[$0] == nil })
        #expect(bad.allSatisfy { first.faults[$0]?.contains("ValidationError") == true })
        #expect(calls.withLock { $0 } < 60, "\(calls.withLock { $0 })")
        calls.withLock { $0 = 0 }
        let second = await source.read(good + bad)
        #expect(calls.withLock { $0 } == 1)
        #expect(good.allSatisfy { second.values($0) == [1] })
        #expect(bad.allSatisfy { second.faults[$0]?.contains("ValidationError") == true })
        // In time it is asked again.
        try await time.sleep(time.now().advanced(by: .seconds(3_601)))
        calls.withLock { $0 = 0 }
        _ = await source.read(bad)
        #expect(calls.withLock { $0 } > 1)
    }

    @Test("Nothing that is no answer is taken for one", arguments: ["", "<html/>", "<GetMetricDataResponse/>", "{}"])
    func unreadable(_ body: String) async throws {
        let (survey, requests) = try await read(2) { _ in .init(body: Data(body.utf8)) }
        #expect(survey.faults.count == 2 && survey.points.isEmpty, "\(requests)")
    }
}
