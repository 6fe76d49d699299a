import Foundation
import Model
import Testing

struct DurationExpectationTests {
    @Test func readsBoundsAndTheWord() {
        #expect(DurationExpectation("< 300ms") == .bound(.milliseconds(300), inclusive: false))
        #expect(DurationExpectation("<=2s") == .bound(.seconds(2), inclusive: true))
        #expect(DurationExpectation("usual") == .usual(nil))
        for text in ["", "300ms", "> 1s", "usually", "usual (<= 5ms)", "< usual"] {
            #expect(DurationExpectation(text) == nil, "\(text)")
        }
    }

    @Test func acceptsWhatIsWithinIt() {
        #expect(DurationExpectation("< 300ms")?.accepts(.milliseconds(300)) == false)
        #expect(DurationExpectation("<= 300ms")?.accepts(.milliseconds(300)) == true)
        #expect(DurationExpectation.usual(nil).accepts(.seconds(3_600)))
        #expect(DurationExpectation.usual(.milliseconds(300)).accepts(.milliseconds(300)))
        #expect(!DurationExpectation.usual(.milliseconds(300)).accepts(.milliseconds(301)))
    }

    /// Breaks when a worker is told the word without its bound.
    @Test(arguments: [
        DurationExpectation.bound(.seconds(2), inclusive: true), .usual(nil), .usual(.milliseconds(1_250)),
    ])
    func goesToAWorkerAndBack(duration: DurationExpectation) throws {
        let data = try JSONEncoder().encode([duration])
        #expect(try JSONDecoder().decode([DurationExpectation].self, from: data) == [duration])
    }
}
