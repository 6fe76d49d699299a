import Foundation
import Model
import Synchronization
import TestSupport
import Testing

@testable import Clouds

/// What Rondo measures, as the AWS CLI reads it at moto.
struct CloudWatchSinkTests {
    private let now = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down))
    private let events = Recorder<Event>()

    /// - Parameter isPatient: pauses take their time.
    private func sink(_ fixture: CloudWatchFixture, isPatient: Bool = false, capacity: Int = 20_000) -> CloudWatchSink {
        CloudWatchSink(
            accounts: AWSAccounts(
                surroundings: isPatient
                    ? AWSSurroundings(environment: fixture.server.environment, home: "/nowhere") : fixture.surroundings
            ) { _, _ in Secret("unused") },
            settings: OperatorConfiguration.CloudWatch(namespace: "RondoTest", region: "us-east-1"),
            capacity: capacity, report: events.record)
    }

    private func samples(_ count: Int) -> [MetricSample] {
        (0..<count).map { MetricSample(.runFailed, tags: ["suite": "s"], value: Double($0), time: now) }
    }

    private func statistics(_ fixture: CloudWatchFixture, _ metric: String, _ dimensions: String) async throws
        -> [String: Any]?
    {
        let answer =
            try await fixture.server.cli(
                "cloudwatch", "get-metric-statistics", "--namespace", "RondoTest", "--metric-name", metric,
                "--dimensions", dimensions, "--start-time", now.addingTimeInterval(-600).formatted(.iso8601),
                "--end-time", now.addingTimeInterval(600).formatted(.iso8601), "--period", "3600", "--statistics",
                "Sum", "SampleCount") as? [String: Any]
        return (answer?["Datapoints"] as? [[String: Any]])?.first
    }

    @Test("Values come with their dimensions, times and units")
    func values() async throws {
        guard let fixture = try CloudWatchFixture() else { return }
        let sink = sink(fixture)
        await sink.record([
            MetricSample(.runDuration, tags: ["suite": "checkout", "environment": "dev"], value: 1.5, time: now),
            MetricSample(.runPassRate, tags: ["suite": "Kasse ä"], value: 0.25, time: now),
            MetricSample(.requestRate, value: 12, time: now),
            MetricSample(.runFailed, value: .nan, time: now),
            MetricSample(.runFailed, value: .infinity, time: now),
            MetricSample(.runFailed, value: 1, time: now.addingTimeInterval(-15 * 86_400)),
        ])
        await sink.flush()
        let listed =
            try await fixture.server.cli("cloudwatch", "list-metrics", "--namespace", "RondoTest") as? [String: Any]
        let metrics = listed?["Metrics"] as? [[String: Any]] ?? []
        let names = metrics.compactMap { metric -> String? in
            let dimensions = (metric["Dimensions"] as? [[String: String]] ?? []).map {
                "\($0["Name"] ?? "")=\($0["Value"] ?? "")"
            }
            return ([metric["MetricName"] as? String ?? ""] + dimensions.sorted()).joined(separator: " ")
        }
        #expect(
            names.sorted() == [
                "request.rate", "run.duration environment=dev suite=checkout", "run.pass_rate suite=Kasse ?",
            ])
        let rate = try await statistics(fixture, "run.pass_rate", "Name=suite,Value=Kasse ?")
        #expect(rate?["Sum"] as? Double == 0.25 && rate?["Unit"] as? String == "None", "\(rate ?? [:])")
        #expect(try await fixture.server.calls()["PutMetricData"] == 1)
        #expect(try await fixture.server.violations() == [])
        #expect(events.all.map(\.message) == ["1 sample never came to CloudWatch"])
    }

    /// moto takes so long for a thousand values that a busy machine runs into the timeout of a call.
    ///
    /// Breaks when `limit.count` is 1,001.
    @Test("A call carries at most 1,000 values, and all arrive")
    func batches() async throws {
        let counts = Mutex<[Int]>([])
        let server = try LoopbackServer { request in
            let fields = String(decoding: request.body, as: UTF8.self).split(separator: "&")
            counts.withLock { $0.append(fields.count { $0.contains(".MetricName=") }) }
            return .init(body: Data("<PutMetricDataResponse/>".utf8))
        }
        defer { server.stop() }
        let sink = CloudWatchSink(
            accounts: AWSAccounts(
                surroundings: AWSSurroundings(
                    environment: [
                        "AWS_ENDPOINT_URL": server.url, "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b",
                    ], home: "/nowhere")
            ) { _, _ in Secret("unused") },
            settings: OperatorConfiguration.CloudWatch(namespace: "RondoTest", region: "us-east-1"),
            report: events.record)
        await sink.record(samples(2_001))
        await sink.flush()
        #expect(counts.withLock { $0 } == [1_000, 1_000, 1])
        #expect(events.all.isEmpty, "\(events.all.map(\.message))")
    }

    @Test("A call is below a megabyte, however long its dimensions are")
    func bytes() {
        let long = String(repeating: "%", count: 2_000)
        let tags = Dictionary(uniqueKeysWithValues: (0..<40).map { ("tag\($0)", long) })
        let data = (0..<50).compactMap { _ in CloudWatchDatum(MetricSample(.runFailed, tags: tags, value: 1, time: now))
        }
        let batch = CloudWatchDatum.batch(data, namespace: "N")
        #expect(batch.count > 5 && batch.count < 50)
        #expect(batch.fields.body.count <= 1_000_000)
        #expect(data.first?.dimensions.count == 30)
        #expect(data.first?.dimensions.allSatisfy { $0.value.count == 1_024 } == true)
        #expect(CloudWatchDatum(MetricSample(metric: "x", value: 1e200, time: now)) == nil)
        let colon = CloudWatchDatum(MetricSample(metric: "x", tags: [":a": " ", "b": ":c"], value: 1, time: now))
        #expect(colon?.dimensions.map(\.name) == ["b"] && colon?.dimensions.map(\.value) == ["?c"])
    }

    /// Breaks when a batch that failed is not put back.
    @Test("What can't be sent waits, is told once, and is sent when it can be")
    func outage() async throws {
        guard let fixture = try CloudWatchFixture() else { return }
        let sink = sink(fixture)
        try await fixture.server.fault("PutMetricData", count: 8, ["html": 500])
        await sink.record(samples(10))
        await sink.flush()
        await sink.record(samples(5))
        await sink.flush()
        #expect(events.all.count == 1 && events.all.first?.severity == .warning, "\(events.all.map(\.message))")
        await sink.flush()
        #expect(try await statistics(fixture, "run.failed", "Name=suite,Value=s")?["SampleCount"] as? Double == 15)
        #expect(events.all.last?.message == "metrics are sent to CloudWatch again")
    }

    @Test("A denied action is told with the statement that is missing, and nothing is lost meanwhile")
    func denied() async throws {
        guard let fixture = try CloudWatchFixture() else { return }
        let sink = sink(fixture, isPatient: true)
        try await fixture.server.fault(
            "PutMetricData", count: 1, ["code": "AccessDenied", "status": 403, "message": "No."])
        await sink.record(samples(3))
        await sink.flush()
        let text = events.all.first?.message ?? ""
        #expect(text.contains(#""Action": "cloudwatch:PutMetricData""#), "\(text)")
        await sink.close()
        #expect(try await statistics(fixture, "run.failed", "Name=suite,Value=s")?["SampleCount"] as? Double == 3)
    }

    /// Breaks when `capacity` is not kept to.
    @Test("The oldest are dropped when too many wait, which is told")
    func dropped() async throws {
        guard let fixture = try CloudWatchFixture() else { return }
        let sink = sink(fixture, capacity: 100)
        await sink.record(samples(107))
        await sink.flush()
        let seen = try await statistics(fixture, "run.failed", "Name=suite,Value=s")
        #expect(seen?["SampleCount"] as? Double == 100)
        #expect(events.all.map(\.message) == ["7 samples never came to CloudWatch"])
    }

    /// One that refuses calls in which one of these values is, as CloudWatch does.
    private func picky(
        _ refuses: @escaping @Sendable (Double) -> Bool, _ counts: Recorder<Int>, _ taken: Recorder<Double>
    )
        throws -> LoopbackServer
    {
        try LoopbackServer { request in
            let fields = String(decoding: request.body, as: UTF8.self).split(separator: "&")
            let values = fields.filter { $0.contains(".Value=") && !$0.contains("Dimensions") }
                .compactMap { $0.split(separator: "=").last.flatMap { Double($0) } }
            counts.record(values.count)
            guard values.allSatisfy({ !refuses($0) }) else {
                let text =
                    "<ErrorResponse><Error><Code>InvalidParameterValue</Code><Message>No.</Message></Error></ErrorResponse>"
                return .init(status: 400, body: Data(text.utf8))
            }
            values.forEach(taken.record)
            return .init(body: Data("<PutMetricDataResponse/>".utf8))
        }
    }

    private func sink(_ server: LoopbackServer) -> CloudWatchSink {
        CloudWatchSink(
            accounts: AWSAccounts(
                surroundings: AWSSurroundings(
                    environment: [
                        "AWS_ENDPOINT_URL": server.url, "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b",
                    ], home: "/nowhere")
            ) { _, _ in Secret("unused") },
            settings: OperatorConfiguration.CloudWatch(namespace: "RondoTest", region: "us-east-1"),
            report: events.record)
    }

    /// Breaks when one value that is refused takes the others of its call with it.
    @Test("A value that CloudWatch refuses goes alone, and is told once")
    func refusedValue() async throws {
        let (counts, taken) = (Recorder<Int>(), Recorder<Double>())
        let server = try picky({ $0 == 7 || $0 == 640 }, counts, taken)
        defer { server.stop() }
        let sink = sink(server)
        for _ in 0..<2 {
            await sink.record(samples(1_000))
            await sink.flush()
        }
        #expect(taken.all.count == 1_996 && Set(taken.all).count == 998)
        #expect(counts.all.count <= 2 * 41)
        let told = events.all.map(\.message)
        #expect(told.count == 1 && told.first?.hasPrefix("2 samples never came to CloudWatch; ") == true, "\(told)")
        #expect(told.first?.contains("InvalidParameterValue: No.") == true)
        await sink.close()
        #expect(events.all.last?.message == "2 samples never came to CloudWatch", "\(events.all.map(\.message))")
    }

    /// Breaks when halving has no bound.
    @Test("Where everything is refused it costs a bounded number of calls")
    func refusedAll() async throws {
        let (counts, taken) = (Recorder<Int>(), Recorder<Double>())
        let server = try picky({ _ in true }, counts, taken)
        defer { server.stop() }
        let sink = sink(server)
        await sink.record(samples(1_000))
        await sink.flush()
        #expect(taken.all.isEmpty && counts.all.count < 60, "\(counts.all)")
        await sink.close()
        #expect(events.all.map { $0.message.prefix(12) } == ["1000 samples"], "\(events.all.map(\.message))")
    }

    /// Breaks when two names are the same without what is not ASCII: CloudWatch refuses a name that comes twice.
    @Test("Names of dimensions occur once")
    func names() {
        let long = String(repeating: "x", count: 300)
        let datum = CloudWatchDatum(
            MetricSample(
                metric: "x", tags: ["ä": "1", "ö": "2", "ü": "3", long: "4", long + "y": "5", "plain": "6"], value: 1,
                time: now))
        let names = datum?.dimensions.map(\.name) ?? []
        #expect(names.count == 6 && Set(names).count == 6 && Set(names).isSuperset(of: ["?", "?-2", "?-3", "plain"]))
        #expect(names.allSatisfy { $0.count <= 255 })
    }

    @Test("A stop sends what is left and does not wait for one who does not answer")
    func closing() async throws {
        guard let fixture = try CloudWatchFixture() else { return }
        let sink = sink(fixture, isPatient: true)
        let running = Task { await sink.run() }
        await sink.record(samples(2))
        running.cancel()
        await running.value
        await sink.close()
        #expect(try await statistics(fixture, "run.failed", "Name=suite,Value=s")?["SampleCount"] as? Double == 2)
        try await fixture.server.fault("PutMetricData", count: 50, ["html": 503])
        await sink.record(samples(4))
        await sink.close()
        #expect(events.all.last?.message == "4 samples never came to CloudWatch", "\(events.all.map(\.message))")
    }
}
