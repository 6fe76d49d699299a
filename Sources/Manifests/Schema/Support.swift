/// Whether this version does what a field or a value asks for.
///
/// What is only declared is valid: it is checked, told with one warning where it stands, and never silently passed over.
package enum Support: Hashable, Sendable, CaseIterable {
    case actedOn
    /// Checked and kept; nothing acts on it yet.
    case declaredOnly
}
