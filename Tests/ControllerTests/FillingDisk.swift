import Store
import Synchronization

/// A disk that a test fills: while it is full no write reaches the databases.
final class FillingDisk: StoreGate {
    private let full = Mutex(false)

    init() {}

    func fill() { full.withLock { $0 = true } }
    func free() { full.withLock { $0 = false } }

    func enter(_ access: StoreAccess, _ file: String) throws {
        if access == .write, full.withLock({ $0 }) { throw StoreError.diskFull(file: file) }
    }

    func leave(_ access: StoreAccess, _ file: String) throws {}
}
