import Synchronization

/// A value that is computed once, of what it stands beside, and that is no part of it.
package final class Memo<Value: Sendable>: Sendable {
    private let known = Mutex<Value?>(nil)

    package init() {}

    /// What was computed the first time; two that ask at once may both compute it.
    package func value(_ compute: () throws -> Value) rethrows -> Value {
        if let value = known.withLock({ $0 }) { return value }
        let value = try compute()
        known.withLock { $0 = value }
        return value
    }
}
