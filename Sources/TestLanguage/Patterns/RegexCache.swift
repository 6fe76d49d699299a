import Foundation
import Synchronization

/// Regular expressions that were made before; to make one costs more than most searches.
final class RegexCache: Sendable {
    static let shared = RegexCache()

    private static let capacity = 256
    private let known = Mutex<[String: NSRegularExpression]>([:])

    /// nil when the pattern is none.
    func expression(_ pattern: String) -> NSRegularExpression? {
        if let expression = known.withLock({ $0[pattern] }) { return expression }
        guard let expression = try? NSRegularExpression(pattern: pattern) else { return nil }
        known.withLock { known in
            // Which ones go makes no difference: a suite has few patterns, and a worker few suites.
            if known.count >= Self.capacity { known.removeAll() }
            known[pattern] = expression
        }
        return expression
    }
}
