import Store
import Synchronization

/// A disk that a test fills: while it is full no write reaches the databases.
final class FillingDisk: StoreGate {
    private let full = Mutex(false)
    private let refusals = Mutex(0)

    init() {}

    func fill() { full.withLock { $0 = true } }
    /// How many writes found it full.
    var refused: Int { refusals.withLock { $0 } }
    func free() { full.withLock { $0 = false } }

    func enter(_ access: StoreAccess, _ file: String) throws {
        guard access == .write, full.withLock({ $0 }) else { return }
        refusals.withLock { $0 += 1 }
        throw StoreError.diskFull(file: file)
    }

    func leave(_ access: StoreAccess, _ file: String) throws {}
}
