import Foundation
import Testing

@testable import Store

struct StoredJSONTests {
    @Test func everyMillisecondComesBackExactly() throws {
        for offset in 0..<2_000 {
            let milliseconds = 1_763_723_583_000 + Int64(offset)
            let date = Date(storedMilliseconds: milliseconds)
            #expect(date.storedMilliseconds == milliseconds)
            let text = try StoredJSON.text([date])
            #expect(text == "[\(milliseconds)]")
            #expect(try StoredJSON.value([Date].self, from: text) == [date])
        }
    }

    @Test(arguments: [Date.distantPast, .distantFuture, Date(timeIntervalSince1970: -0.0005)])
    func datesFarAwayComeBack(date: Date) {
        let stored = Date(storedMilliseconds: date.storedMilliseconds)
        #expect(abs(stored.timeIntervalSince(date)) <= 0.001)
    }

    @Test func datesBeyondAllTimeAreCut() {
        #expect(Date(timeIntervalSince1970: .infinity).storedMilliseconds == .max)
        #expect(Date(timeIntervalSince1970: -.infinity).storedMilliseconds == .min)
        #expect(Date(timeIntervalSince1970: .nan).storedMilliseconds == .max)
    }

    @Test func keysAreSorted() throws {
        #expect(try StoredJSON.text(["b": "/", "a": "1"]) == #"{"a":"1","b":"/"}"#)
    }
}
