import Model

/// What one file holds, as far as the file alone can tell.
struct ParsedFile: Sendable {
    let manifests: [ParsedDocument]
    /// Stretches that are no YAML: what they were meant to declare is unknown.
    let errors: [Diagnostic]
    /// Why nothing of it was taken; nil when something was.
    let passedOver: String?
}

/// One manifest, valid or not. A class, so that what is derived from it can be kept by its identity.
final class ParsedDocument: Sendable {
    /// nil when kind or name could not be told.
    let identity: ObjectIdentity?
    /// Where the name stands.
    let place: Place
    /// nil when there are errors.
    let object: DeclaredObject?
    let diagnostics: [Diagnostic]
    let findings: Findings
    /// Of an Environment, which others may begin with.
    let inheritable: InheritableText?

    init(
        identity: ObjectIdentity?, place: Place, object: DeclaredObject?, diagnostics: [Diagnostic],
        findings: Findings, inheritable: InheritableText? = nil
    ) {
        self.identity = identity
        self.place = place
        self.object = object
        self.diagnostics = diagnostics
        self.findings = findings
        self.inheritable = inheritable
    }
}
