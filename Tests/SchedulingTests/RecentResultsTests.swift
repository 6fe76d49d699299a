import Model
import Scheduling
import Testing

struct RecentResultsTests {
    @Test func knowsTheLatestAndForgetsTheOldest() {
        let worker = WorkerID(rawValue: "w-1")
        let result = Make.result(.passed)
        var recent = RecentResults(capacity: 10)
        for index in 0..<25 {
            recent.note(LeaseToken(rawValue: "\(index)"), worker, result)
            recent.note(LeaseToken(rawValue: "\(index)"), worker, result)
        }
        #expect(!recent.holds(LeaseToken(rawValue: "0"), worker, result))
        for index in 20..<25 { #expect(recent.holds(LeaseToken(rawValue: "\(index)"), worker, result)) }
        #expect(!recent.holds(LeaseToken(rawValue: "24"), worker, Make.result(.failed)))
        #expect(!recent.holds(LeaseToken(rawValue: "24"), WorkerID(rawValue: "w-2"), result))
    }
}
