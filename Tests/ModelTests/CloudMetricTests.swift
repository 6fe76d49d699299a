import Foundation
import Model
import Testing

/// Metrics of clouds, as rules name them and as they are asked for.
struct CloudMetricTests {
    @Test("The last slash ends a service's name, a colon any other namespace")
    func names() {
        #expect(
            CloudMetric("aws/EC2/CPUUtilization")
                == CloudMetric(provider: .aws, namespace: .service("EC2"), name: "CPUUtilization"))
        #expect(
            CloudMetric("aws/EC2/API/CallCount")
                == CloudMetric(provider: .aws, namespace: .service("EC2/API"), name: "CallCount"))
        #expect(
            CloudMetric("aws/CWAgent:mem_used_percent")
                == CloudMetric(provider: .aws, namespace: .named("CWAgent"), name: "mem_used_percent"))
        #expect(
            CloudMetric("aws/My/App:http/5xx:rate")
                == CloudMetric(provider: .aws, namespace: .named("My/App"), name: "http/5xx:rate"))
        #expect(CloudMetric("gcp/compute/cpu")?.provider == .gcp)
    }

    @Test(
        "What lacks a part is no metric of a cloud",
        arguments: [
            "", "aws", "aws/", "aws/EC2", "aws//CPU", "aws/EC2/", "aws/:x", "aws/A//B:x", "local/a/b", "s3/a/b",
        ])
    func refused(_ text: String) {
        #expect(CloudMetric(text) == nil)
    }

    private func query(
        _ metric: String = "aws/EC2/CPUUtilization", tags: [String: String] = [:],
        aggregate: AlertRuleSpec.Aggregate = .avg, window: TimeSpan = .minutes(5)
    ) -> CloudMetricQuery? {
        CloudMetricQuery(
            AlertRuleSpec(metric: metric, tags: tags, aggregate: aggregate, window: window, threshold: 1))
    }

    /// Breaks when a window of more than 15 days is asked for by minutes, of which nothing is kept.
    @Test("Periods are minutes, longer ones for windows of which nobody could read every minute")
    func periods() {
        let windows: [(TimeSpan, Int64)] = [
            (.seconds(10), 60), (.minutes(1), 60), (.minutes(5), 60), (.minutes(1_440), 60), (.minutes(1_441), 120),
            (.minutes(7 * 1_440), 420), (.minutes(16 * 1_440), 1_200), (.minutes(30 * 1_440), 1_800),
            (.minutes(90 * 1_440), 7_200),
        ]
        for (window, seconds) in windows {
            #expect(query(window: window)?.period == .seconds(seconds), "\(window)")
        }
    }

    @Test("Instances are asked for unless dimensions say what; both where a resource is named as well")
    func dimensions() {
        #expect(query()?.isOfInstances == true && query()?.dimensions == [:])
        #expect(query(tags: ["resource": "vms"])?.isOfInstances == true)
        let balancer = query("aws/ApplicationELB/RequestCount", tags: ["LoadBalancer": "app/x", "environment": "dev"])
        #expect(balancer?.isOfInstances == false && balancer?.dimensions == ["LoadBalancer": "app/x"])
        let disk = query("aws/CWAgent:disk_used_percent", tags: ["resource": "vms", "path": "/"])
        #expect(disk?.isOfInstances == true && disk?.dimensions == ["path": "/"])
        #expect(query("request.duration") == nil)
    }

    @Test("The statistic follows from the aggregate; a count is a sum of counts")
    func statistics() {
        let all = AlertRuleSpec.Aggregate.allCases.map { query(aggregate: $0)?.statistic }
        #expect(all == [.average, .minimum, .maximum, .sum, .count, .sum, .p50, .p90, .p95, .p99])
        #expect(AlertRuleSpec(metric: "aws/EC2/X", aggregate: .count, threshold: 1).windowAggregate == .sum)
        #expect(AlertRuleSpec(metric: "run.failed", aggregate: .count, threshold: 1).windowAggregate == .count)
        #expect(AlertRuleSpec(metric: "aws/EC2/X", aggregate: .p95, threshold: 1).windowAggregate == .p95)
    }

    @Test("An author is written with the time, and with the day where it is another")
    func author() {
        let finding = DriftFinding(
            object: nil, field: "instance[0]", kind: .missing, desired: nil, actual: nil, policy: .report)
        let seen = Date(timeIntervalSince1970: 1_795_255_200)
        var record = DriftRecord(finding: finding, firstSeen: seen, lastSeen: seen)
        #expect(record.hasUnknownActor)
        record.note(ChangeAuthor(name: "arn:aws:iam::1:user/ana", event: "TerminateInstances", time: seen))
        #expect(record.actor == "arn:aws:iam::1:user/ana (TerminateInstances, 10:00)", "\(record.actor)")
        record.note(ChangeAuthor(name: "ana", event: "StopInstances", time: seen.addingTimeInterval(-86_400)))
        #expect(record.actor == "ana (StopInstances, 2026-11-20 10:00)", "\(record.actor)")
        #expect(!record.hasUnknownActor)
    }
}
