package import Foundation

/// A passed result of an earlier run that stands for a test whose inputs did not change since.
package struct ReusedResult: Hashable, Sendable, Codable {
    /// The run that produced it.
    package let run: RunID
    /// When that attempt ended.
    package let recordedAt: Date
    package let result: TaskResult

    package init(run: RunID, recordedAt: Date, result: TaskResult) {
        self.run = run
        self.recordedAt = recordedAt
        self.result = result
    }
}
