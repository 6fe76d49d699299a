import Foundation
import Model
import Testing

@testable import Monitoring

/// Which periods are asked for, and which of them are new.
struct SeriesMemoryTests {
    private func series(_ period: TimeSpan) throws -> MetricSeries {
        MetricSeries(
            metric: try #require(CloudMetric("aws/EC2/CPUUtilization")), statistic: .average, period: period)
    }

    /// Breaks when `floor` is left out of the start: periods would be other ones at each look.
    @Test(
        "Whole periods by multiples of their length, from the window's start to two minutes ago", arguments: [60, 420])
    func range(_ period: Int64) throws {
        let memory = SeriesMemory(try series(.seconds(period)), lookback: .minutes(30))
        for second in stride(from: 0, to: 900, by: 37) {
            let now = Make.start.addingTimeInterval(Double(second))
            let range = memory.range(at: now)
            for end in [range.since, range.until] {
                #expect(end.timeIntervalSince1970.truncatingRemainder(dividingBy: Double(period)) == 0)
            }
            #expect(range.until <= now.addingTimeInterval(-120))
            #expect(range.until > now.addingTimeInterval(-120 - Double(period)))
            #expect(range.since <= range.until.addingTimeInterval(-1_800))
        }
    }

    @Test(
        "Once it was answered, only the last quarter of an hour is asked for again, and what failed from where it stood"
    )
    func overlap() throws {
        var memory = SeriesMemory(try series(.minutes(1)), lookback: .minutes(120))
        let first = memory.range(at: Make.start)
        #expect(first.until.timeIntervalSince(first.since) == 7_200)
        memory.cover(until: first.until, at: Make.start)
        let hour = Make.start.addingTimeInterval(3_600)
        #expect(memory.range(at: hour).since == first.until.addingTimeInterval(-900))
        let day = Make.start.addingTimeInterval(86_400)
        #expect(memory.range(at: day).until.timeIntervalSince(memory.range(at: day).since) == 7_200)
    }

    @Test("What can be asked for again is remembered, and a sample's time tells its period")
    func memory() throws {
        let series = try series(.minutes(1))
        var memory = SeriesMemory(series, lookback: .minutes(60), recorded: [Make.start])
        let early = Make.start.addingTimeInterval(-600)
        let taken = [memory.take(Make.start), memory.take(early), memory.take(early)]
        #expect(taken == [false, true, false])
        memory.cover(until: Make.start, at: Make.start.addingTimeInterval(120))
        let again = memory.take(early)
        #expect(!again)
        let time = SeriesMemory.time(ofPeriodFrom: early, series)
        #expect(time == early.addingTimeInterval(180))
        #expect(SeriesMemory.start(ofSampleAt: time, series) == early)
    }
}
