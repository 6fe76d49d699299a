import Foundation
import Model
import TestSupport
import Testing

@testable import Controller

/// Clouds that never answer what is asked beside the passes.
struct GuardedMetricSourceTests {
    private static let terms = CloudTerms(callsPerSecond: 1_000, burst: 1_000, deadline: .milliseconds(50))

    /// Never answers of one region, not even when it is cancelled.
    private struct HalfHung: MetricSource {
        let gate = Gate()

        func read(_ requests: [MetricRequest]) async -> MetricSurvey {
            if requests.contains(where: { $0.place.region == "moon" }) { await gate.wait() }
            let point = MetricSurvey.Point(start: Date(timeIntervalSince1970: 0), value: Double(requests.count))
            return MetricSurvey(points: Dictionary(requests.map { ($0, [point]) }) { $1 })
        }
    }

    private struct HungHistory: ChangeHistory {
        let gate = Gate()

        func author(of question: ChangeQuestion) async throws -> ChangeAuthor? {
            await gate.wait()
            return nil
        }
    }

    private func request(
        _ region: String, environment: String = "dev", account: CloudAccount = CloudAccount()
    ) throws -> MetricRequest {
        let metric = try #require(CloudMetric("aws/EC2/CPUUtilization"))
        return MetricRequest(
            place: CloudPlace(
                environment: ObjectIdentity(kind: .environment, name: environment), account: account, region: region),
            series: MetricSeries(metric: metric, statistic: .average, period: .minutes(1)),
            since: Date(timeIntervalSince1970: 0), until: Date(timeIntervalSince1970: 60))
    }

    /// Breaks when all is asked as one, or no deadline is kept.
    @Test("A region that does not answer is a fault of what was asked there; others are read")
    func deadline() async throws {
        let hung = HalfHung()
        // Long enough for the region that answers.
        let source = GuardedMetricSource(
            hung, terms: CloudTerms(callsPerSecond: 1_000, burst: 1_000, deadline: .seconds(5)))
        let (here, there) = (try request("mars"), try request("moon"))
        let survey = await source.read([here, there])
        #expect(survey.points[here]?.first?.value == 1 && survey.faults[here] == nil)
        #expect(survey.points[there] == nil)
        #expect(survey.faults[there]?.contains("provider aws/moon did not answer within 5 s") == true, "\(survey)")
        await hung.gate.open()
    }

    /// Breaks when lanes are told apart by environment.
    @Test("Environments that sign in alike are asked for together, others apart")
    func lanes() async throws {
        let source = GuardedMetricSource(HalfHung())
        let alike = [try request("mars"), try request("mars", environment: "test")]
        let other = try request("mars", account: CloudAccount(credentials: .role("arn:aws:iam::1:role/x")))
        let survey = await source.read(alike + [other])
        #expect(alike.map { survey.points[$0]?.first?.value } == [2, 2])
        #expect(survey.points[other]?.first?.value == 1)
    }

    @Test("Whoever is cancelled waits for nobody")
    func cancelled() async throws {
        let hung = HalfHung()
        let source = GuardedMetricSource(hung)
        let request = try request("moon")
        let reading = Task { await source.read([request]) }
        reading.cancel()
        #expect(await reading.value.points.isEmpty)
        await hung.gate.open()
    }

    /// Breaks when `GuardedHistory` asks without a deadline: the test never ends.
    @Test("An account of changes that does not answer is given up, and so is one whose asker is cancelled")
    func history() async throws {
        let hung = HungHistory()
        let question = ChangeQuestion(
            instance: InstanceID(rawValue: "i-1"), place: try request("moon").place, field: .state, since: Date())
        let impatient = GuardedHistory(hung, of: .aws, time: .system, terms: Self.terms)
        let error = await #expect(throws: CallError.self) { try await impatient.author(of: question) }
        #expect(error.map { "\($0)" }?.contains("aws/Environment/dev/moon did not answer") == true)
        let patient = GuardedHistory(hung, of: .aws, time: .system)
        let asking = Task { try await patient.author(of: question) }
        asking.cancel()
        await #expect(throws: CancellationError.self) { try await asking.value }
        await hung.gate.open()
    }
}
