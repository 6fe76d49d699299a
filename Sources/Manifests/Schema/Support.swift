package import Model

/// Whether this version does what a field or a value asks for.
///
/// What is only declared is valid: it is checked, told with one warning where it stands, and never silently passed over.
package enum Support: Hashable, Sendable {
    case actedOn
    /// Only workers that announce it act on it; a task waits for one of them.
    case byWorkers(TestAbility)
    /// Checked and kept; nothing acts on it yet.
    case declaredOnly
}

extension Support {
    /// Whether nothing of this version does it.
    var isInert: Bool {
        switch self {
        case .actedOn: false
        case .byWorkers(let ability): !TestAbility.runnable.contains(ability)
        case .declaredOnly: true
        }
    }
}
