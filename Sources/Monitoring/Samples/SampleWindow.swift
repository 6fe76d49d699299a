import Foundation
import Model

/// The samples of the last so many seconds in the order of their times, at most so many.
struct SampleWindow: Sendable {
    private struct Entry {
        var time: Date
        let value: Double
    }

    private let span: TimeSpan
    private let limit: Int
    /// Those before `start` have left and are removed when there are enough of them.
    private var entries: [Entry] = []
    private var start = 0
    /// Grows whenever the values are others than before.
    private(set) var version = 0

    /// - Parameter limit: how many samples are kept at most; the oldest go first.
    init(span: TimeSpan, limit: Int) {
        self.span = span
        self.limit = limit
    }

    var count: Int { entries.count - start }
    var values: [Double] { entries[start...].map(\.value) }

    /// When the oldest sample leaves; nil when there is none.
    var nextExit: Date? { count > 0 ? exit(of: entries[start]) : nil }

    /// Takes a sample in. One from the future, as another machine's clock may make it, counts from now.
    mutating func add(_ value: Double, at time: Date, now: Date) {
        let entry = Entry(time: min(time, now), value: value)
        guard value.isFinite, exit(of: entry) > now else { return }
        var place = entries.endIndex
        while place > start, entries[place - 1].time > entry.time { place -= 1 }
        entries.insert(entry, at: place)
        version += 1
        if count > limit { removeOldest() }
    }

    /// Lets go what is older than the window: a sample leaves when its age reaches the span.
    ///
    /// When the clock was set back, samples from what is now the future count as of now, so that none is lost and none
    /// stays for longer than the window.
    mutating func move(to now: Date) {
        var last = entries.endIndex
        while last > start, entries[last - 1].time > now {
            last -= 1
            entries[last].time = now
        }
        while count > 0, exit(of: entries[start]) <= now {
            removeOldest()
            version += 1
        }
    }

    private func exit(of entry: Entry) -> Date { entry.time.addingTimeInterval(span.seconds) }

    private mutating func removeOldest() {
        start += 1
        if start > entries.count / 2 {
            entries.removeFirst(start)
            start = 0
        }
    }
}
