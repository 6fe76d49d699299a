/// Holds whoever comes until it is opened; then it stays open.
package actor Gate {
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    package init() {}

    /// How many came before it was opened.
    package private(set) var arrivals = 0

    package func wait() async {
        guard !isOpen else { return }
        arrivals += 1
        await withCheckedContinuation { waiting.append($0) }
    }

    package func open() {
        isOpen = true
        for one in waiting { one.resume() }
        waiting = []
    }
}
