/// Lines that wait to be written, so many at most: the oldest routine ones make room and are counted.
struct OutputBacklog: Sendable {
    private struct Entry {
        let text: String
        let isRoutine: Bool
    }

    private let limit: Int
    private var entries: [Entry] = []
    private var dropped = 0

    init(limit: Int = 2_000) { self.limit = limit }

    var isEmpty: Bool { entries.isEmpty }

    /// - Parameter isRoutine: Whether it may be left out where there is too much to tell.
    mutating func add(_ text: String, isRoutine: Bool) {
        entries.append(Entry(text: text, isRoutine: isRoutine))
        guard entries.count > limit else { return }
        entries.remove(at: entries.firstIndex(where: \.isRoutine) ?? 0)
        dropped += 1
    }

    /// Everything that waits, and how many lines are missing.
    mutating func take() -> (lines: [String], dropped: Int) {
        defer { self = OutputBacklog(limit: limit) }
        return (entries.map(\.text), dropped)
    }
}
