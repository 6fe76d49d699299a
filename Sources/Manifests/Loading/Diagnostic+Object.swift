import Model

extension Diagnostic {
    /// The same diagnostic as one of an object.
    func belonging(to object: ObjectIdentity?) -> Diagnostic {
        Diagnostic(
            severity: severity, message: message, location: location, length: length, object: object,
            isConfidential: isConfidential)
    }
}
