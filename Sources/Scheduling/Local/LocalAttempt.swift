package import Model

/// One attempt of a run that is carried out in this process.
package struct LocalAttempt: Sendable {
    package let run: RunRecord
    /// Dispatch-time references are not resolved yet.
    package let definition: TestDefinition
    /// From 1.
    package let number: Int
    /// What the tests that it depends on captured.
    package let captures: HandedCaptures
}
