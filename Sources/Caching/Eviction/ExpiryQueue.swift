import Foundation

/// Keys by the time at which they expire, the soonest first: a binary heap, O(log n).
///
/// A key that was removed or stored anew leaves its old time behind; whoever takes times out compares them with what
/// is in force.
struct ExpiryQueue<Key: Sendable>: Sendable {
    struct Item: Sendable {
        let key: Key
        let expires: Date
    }

    private var items: [Item] = []

    init() {}

    /// Rebuilt from what is in force, without anything left behind.
    init(_ items: some Sequence<Item>) {
        self.items = items.sorted { $0.expires < $1.expires }
    }

    var count: Int { items.count }

    mutating func insert(_ item: Item) {
        items.append(item)
        var place = items.count - 1
        while place > 0, items[place].expires < items[(place - 1) / 2].expires {
            items.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    /// Takes out the soonest that has expired at `now`; nil when none has.
    mutating func removeExpired(at now: Date) -> Item? {
        guard let first = items.first, first.expires <= now else { return nil }
        items.swapAt(0, items.count - 1)
        items.removeLast()
        var place = 0
        while let child = soonerChild(of: place), items[child].expires < items[place].expires {
            items.swapAt(child, place)
            place = child
        }
        return first
    }

    private func soonerChild(of place: Int) -> Int? {
        let (left, right) = (2 * place + 1, 2 * place + 2)
        guard left < items.count else { return nil }
        return right < items.count && items[right].expires < items[left].expires ? right : left
    }
}
