/// An error that a field of a manifest is to blame for.
package protocol FieldError: Error {
    /// Path below `spec`: `configuration.image`.
    var field: String { get }
}
