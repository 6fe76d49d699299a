package import Foundation
package import Store

/// What opens the secrets of one installation: its sealing keys and its encrypted store.
package struct SecretSafe: Sendable {
    package let keys: SealingKeys
    package let vault: SecretVault

    package init(stateFolder: URL, store: Store) {
        keys = SealingKeys(stateFolder: stateFolder)
        vault = SecretVault(stateFolder: stateFolder, store: store)
    }
}
