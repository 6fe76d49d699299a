package import Foundation
package import Model

/// One attempt of one test, with everything that was resolved before it reached the worker.
package struct TestWork: Sendable {
    /// Sync and dispatch references are resolved; run references are not.
    package let definition: TestDefinition
    /// Captured values of the tests that this one depends on.
    package let captures: [String: JSONValue]
    /// From 1.
    package let attempt: Int
    /// Masked in every text of the result.
    package let secrets: [Secret]
    /// An empty folder: working directory, home and temporary folder of a command.
    package let scratch: URL

    package init(
        definition: TestDefinition, captures: [String: JSONValue] = [:], attempt: Int = 1, secrets: [Secret] = [],
        scratch: URL
    ) {
        self.definition = definition
        self.captures = captures
        self.attempt = attempt
        self.secrets = secrets
        self.scratch = scratch
    }
}
