package import Foundation

/// Somebody asked for a run of a suite in one environment; it waits here until the plan starts it.
package struct RunRequest: Hashable, Sendable, Codable {
    /// The id that the run will have.
    package let run: RunID
    package let key: SuiteKey
    /// Whether results of earlier runs may be reused.
    package let usesCache: Bool
    package let requestedAt: Date

    package init(run: RunID, key: SuiteKey, usesCache: Bool = true, requestedAt: Date) {
        self.run = run
        self.key = key
        self.usesCache = usesCache
        self.requestedAt = requestedAt
    }
}
