package import Model
import TestLanguage

/// What run-time references of a test mean in one attempt.
package struct AttemptReferences: Sendable {
    let scope: Scope

    /// - Parameters:
    ///   - captures: of the tests that this one depends on.
    ///   - attempt: from 1.
    package init(captures: [String: JSONValue], attempt: Int) {
        // A test is not split yet: it is its only shard.
        scope = Scope([
            .captures: .object(captures), .attempt: .integer(Int64(attempt)),
            .shard: .object(["index": .integer(0), "total": .integer(1)]),
        ])
    }

    /// A text with values in the place of its references.
    package func text(_ text: String) throws -> String {
        try TreeResolver([.run], scope: scope).resolve(text: text).templateText
    }
}
