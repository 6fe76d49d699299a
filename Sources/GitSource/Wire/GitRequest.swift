import Model

/// What the parent asks of the child; the frame has no payload.
struct GitRequest: Codable, Hashable {
    let address: SourceAddress
    /// The URL for messages, without credentials.
    let displayURL: String
    let ref: GitRemote.Ref
    /// The components of the folder below the commit's root.
    let path: [String]
    /// The bare repository that mirrors the address.
    let mirror: String
    /// The commit of the tree that the parent holds with all that it asks for: only what differs from it is sent.
    let known: GitObjectID?
    /// Whether every regular file is to be listed.
    let listing: Bool
    let limits: ReadLimits
    /// After so many seconds the child ends itself, in case that nobody else does.
    let alarm: Int
    var access: WireAccess?
    /// PEM text; nil for the system's.
    var certificateAuthorities: String?
    /// nil when the operator asks for no signature.
    var signers: TrustedSigners?
    /// What the repository asks for beside that.
    var requirement: SignatureRequirement?
}
