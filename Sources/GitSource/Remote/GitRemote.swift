/// Where manifests come from: a repository, what to follow in it, and the folder that holds them.
package struct GitRemote: Hashable, Sendable, Codable {
    /// What is followed.
    package enum Ref: Hashable, Sendable, Codable {
        /// The branch that the remote's HEAD names, whatever it is called today.
        case defaultBranch
        /// A branch by its short name.
        case branch(String)
        /// A tag, a branch, a full ref name (`refs/pull/7/head`) or a whole commit id, looked for in git's own order.
        case ref(String)
    }

    /// An `https://`, `http://` or `file://` URL, or the path of a folder.
    package let url: String
    package let ref: Ref
    /// From the repository's root; "" is all of it.
    package let path: String

    package init(url: String, ref: Ref = .defaultBranch, path: String = "") {
        self.url = url
        self.ref = ref
        self.path = path
    }

    /// The URL as it may be shown: user names and passwords in it are masked.
    package var displayURL: String { MaskedText.mask(url) }
}

extension GitRemote.Ref: CustomStringConvertible {
    package var description: String {
        switch self {
        case .defaultBranch: "the default branch"
        case .branch(let name): "branch `\(PrintableText.line(name))`"
        case .ref(let name): "ref `\(PrintableText.line(name))`"
        }
    }
}
