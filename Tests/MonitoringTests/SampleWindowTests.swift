import Foundation
import Model
import Testing

@testable import Monitoring

struct SampleWindowTests {
    private static func at(_ seconds: Double) -> Date { Make.start.addingTimeInterval(seconds) }

    @Test func aSampleLeavesWhenItsAgeReachesTheSpan() {
        var window = SampleWindow(span: .seconds(10), limit: 100)
        window.add(1, at: Self.at(0), now: Self.at(0))
        window.add(2, at: Self.at(3), now: Self.at(3))
        #expect(window.nextExit == Self.at(10))
        window.move(to: Self.at(9.999))
        #expect(window.values == [1, 2])
        window.move(to: Self.at(10))
        #expect(window.values == [2])
        #expect(window.nextExit == Self.at(13))
        window.move(to: Self.at(99))
        #expect(window.values.isEmpty)
        #expect(window.nextExit == nil)
    }

    @Test func samplesStandInTheOrderOfTheirTimes() {
        var window = SampleWindow(span: .seconds(10), limit: 100)
        for time in [5.0, 2, 4, 1, 3] { window.add(time, at: Self.at(time), now: Self.at(5)) }
        #expect(window.values == [1, 2, 3, 4, 5])
        window.move(to: Self.at(12))
        #expect(window.values == [3, 4, 5])
    }

    @Test func theOldestGoFirstWhenThereAreTooMany() {
        var window = SampleWindow(span: .minutes(10), limit: 3)
        for value in 1...10 { window.add(Double(value), at: Self.at(Double(value)), now: Self.at(20)) }
        #expect(window.values == [8, 9, 10])
        window.add(0, at: Self.at(0), now: Self.at(20))
        #expect(window.values == [8, 9, 10])
        #expect(window.count == 3)
    }

    @Test func whatIsTooOldOrNoNumberIsNotTakenIn() {
        var window = SampleWindow(span: .seconds(10), limit: 3)
        let version = window.version
        window.add(1, at: Self.at(-10), now: Self.at(0))
        window.add(.nan, at: Self.at(0), now: Self.at(0))
        window.add(.infinity, at: Self.at(0), now: Self.at(0))
        #expect(window.values.isEmpty)
        #expect(window.version == version)
    }

    @Test func aSampleFromTheFutureCountsFromNow() {
        var window = SampleWindow(span: .seconds(10), limit: 3)
        window.add(1, at: Self.at(3_600), now: Self.at(0))
        #expect(window.nextExit == Self.at(10))
    }

    @Test func aClockThatIsSetBackLosesNothingAndKeepsNothingForLonger() {
        var window = SampleWindow(span: .seconds(60), limit: 100)
        for time in [0.0, 30, 50] { window.add(time, at: Self.at(time), now: Self.at(50)) }
        window.move(to: Self.at(20))
        #expect(window.values == [0, 30, 50])
        #expect(window.nextExit == Self.at(60))
        window.move(to: Self.at(79))
        #expect(window.values == [30, 50])
        window.move(to: Self.at(80))
        #expect(window.values.isEmpty)
    }

    @Test func theVersionTellsWhetherTheValuesAreOthers() {
        var window = SampleWindow(span: .seconds(10), limit: 1)
        var versions = [window.version]
        window.add(1, at: Self.at(0), now: Self.at(0))
        versions.append(window.version)
        window.add(2, at: Self.at(1), now: Self.at(1))
        versions.append(window.version)
        window.move(to: Self.at(5))
        #expect(window.version == versions.last)
        window.move(to: Self.at(11))
        versions.append(window.version)
        #expect(Set(versions).count == 4)
    }

    /// Against the plain way: all samples in a list, filtered at every look.
    @Test(arguments: 0..<50)
    func itHoldsWhatAListWouldHold(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let limit = Int.random(in: 1...20, using: &random)
        var window = SampleWindow(span: .seconds(30), limit: limit)
        var list: [(time: Double, value: Double)] = []
        var now = 0.0
        for number in 0..<400 {
            now += Double(Int.random(in: 0...4, using: &random))
            list.removeAll { $0.time + 30 <= now }
            window.move(to: Self.at(now))
            let time = now - Double(Int.random(in: 0...40, using: &random))
            window.add(Double(number), at: Self.at(time), now: Self.at(now))
            if time + 30 > now {
                list.append((time, Double(number)))
                list = list.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
                    .map(\.element).suffix(limit)
            }
            #expect(window.values == list.map(\.value))
        }
    }
}
