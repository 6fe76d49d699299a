import Synchronization

/// Warns of elements of listings that could not be read, each once, however often a command reads the listing.
enum UnreadableItems {
    private static let told = Mutex<Set<String>>([])

    static func tell(_ problem: String) {
        guard told.withLock({ $0.insert(problem).inserted }) else { return }
        TerminalOutput.error("warning: \(problem)")
    }
}
