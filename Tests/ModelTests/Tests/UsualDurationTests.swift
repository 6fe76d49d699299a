import Model
import Testing

struct UsualDurationTests {
    /// Breaks when the mean stands for the median, or a short history counts.
    @Test func threeTimesTheMedian() {
        #expect(UsualDuration.bound(of: Array(repeating: 0.4, count: 9)) == nil)
        #expect(UsualDuration.bound(of: Array(repeating: 0.4, count: 10)) == .milliseconds(1_200))
        #expect(UsualDuration.bound(of: [9, 0.4, 0.4, 0.4, 0.4, 8, 0.4, 0.4, 7, 0.4]) == .milliseconds(1_200))
        #expect(UsualDuration.bound(of: [1, 1, 1, 1, 1, 2, 2, 2, 2, 2]) == .milliseconds(4_500))
    }

    /// Breaks when a test of a millisecond fails at four.
    @Test func aQuarterOfASecondIsNeverTooMuch() {
        #expect(UsualDuration.bound(of: Array(repeating: 0.001, count: 11)) == .milliseconds(251))
    }
}
