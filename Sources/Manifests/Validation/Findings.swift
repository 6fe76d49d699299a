import Model
import TestLanguage

/// A stretch of a file that a diagnostic can point at.
struct Place: Hashable, Sendable {
    let location: SourceLocation
    let length: Int
}

/// What a document names outside itself or in another part of it, found while it was validated.
struct Findings: Sendable {
    var references: [ReferenceSite] = []
    var links: [Link] = []
    var queries: [QuerySite] = []
    var inputs: [InputSite] = []
    var abilities: [AbilitySite] = []
}

/// A `${{ … }}` and where it stands.
struct ReferenceSite: Sendable {
    let reference: Reference
    let path: FieldPath
    let place: Place
}

/// A name of something that must exist.
struct Link: Sendable {
    enum Target: Hashable, Sendable {
        /// An object that the field's kind is known of.
        case object(Kind, String)
        /// An entry of `spec.dependsOn`.
        case dependency(Kind, String)
        case service(String)
    }

    let target: Target
    let path: FieldPath
    let place: Place
}

/// What only some workers can do, and where a manifest asks for it.
struct AbilitySite: Sendable {
    let ability: TestAbility
    /// The field or value that asks for it.
    let what: String
    let path: FieldPath
    let place: Place
}

/// A query of an assertion or a capture.
struct QuerySite: Sendable {
    let query: Query
    let path: FieldPath
    let place: Place
}

/// A pattern of repository files that a test depends on.
struct InputSite: Hashable, Sendable {
    enum Use: Hashable, Sendable {
        /// Of `cache.inputs`: looked at, and not given to the test.
        case watched
        /// Of `files`: laid into the scratch folder.
        case laid
        /// One file that the test reads, which must be there; laid into the scratch folder as well.
        case read
    }

    let pattern: GlobPattern
    /// As it was written.
    let text: String
    let testIndex: Int
    let place: Place
    let use: Use
    /// Of its manifest, from the repository's root.
    let folder: String
}
