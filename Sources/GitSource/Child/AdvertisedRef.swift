import Model

/// One ref that a remote says it has.
struct AdvertisedRef: Hashable {
    let name: String
    let id: GitObjectID
    /// What a symbolic ref (HEAD) points to.
    let target: String?
}
