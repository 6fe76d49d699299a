import Synchronization

/// Collects what callbacks hand over.
package final class Recorder<Element: Sendable>: Sendable {
    private let items = Mutex<[Element]>([])

    package init() {}

    package func record(_ item: Element) { items.withLock { $0.append(item) } }
    package var all: [Element] { items.withLock { $0 } }
}
