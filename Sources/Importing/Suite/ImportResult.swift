/// What came of one file.
package struct ImportResult: Sendable {
    package let format: ImportFormat
    package let suite: String
    /// The suite as a manifest.
    package let manifest: String
    package let testCount: Int
    /// Requests that the tests send.
    package let requestCount: Int
    /// What was not carried over, or in another way.
    package let notes: [ImportNote]
    /// What the environment must have for the suite.
    package let needs: EnvironmentNeeds
}

/// What an environment must have for an imported suite.
package struct EnvironmentNeeds: Hashable, Sendable {
    /// Service to its address.
    package var services: [String: String] = [:]
    package var secrets: [String] = []
}

/// The formats that can be imported.
package enum ImportFormat: String, CaseIterable, Sendable {
    case hurl, openapi, postman
}
