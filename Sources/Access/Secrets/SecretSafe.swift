package import Foundation
package import Store

/// What opens the secrets of one installation: its sealing keys and its encrypted store.
package struct SecretSafe: Sendable {
    package let keys: SealingKeys
    package let vault: SecretVault

    /// - Parameter protection: how private keys are kept and opened.
    package init(stateFolder: URL, store: Store, protection: KeyProtection = .none) {
        keys = SealingKeys(stateFolder: stateFolder, protection: protection)
        vault = SecretVault(stateFolder: stateFolder, store: store, protection: protection)
    }

    /// Wraps the private keys that are not yet wrapped as the operator wants them; each is replaced whole or not at all.
    ///
    /// - Returns: how many were.
    package func protect() async throws(AccessError) -> Int {
        try await keys.protect() + (vault.protect() ? 1 : 0)
    }
}
