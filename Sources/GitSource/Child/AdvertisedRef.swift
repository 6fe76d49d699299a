import Model

/// One ref that a remote says it has.
struct AdvertisedRef: Hashable {
    let name: String
    let id: GitObjectID
    /// What a symbolic ref (HEAD) points to.
    let target: String?
}

/// Which of a remote's refs is to be followed; pure, so that every shape of remote can be tested.
struct RefSelection: Equatable {
    /// The full name that is fetched: `refs/heads/main`, or `HEAD` when it names no branch.
    let name: String
    let id: GitObjectID
    /// What people are shown.
    let shown: String

    /// Finds what `ref` means among the remote's refs.
    static func choose(_ ref: GitRemote.Ref, from refs: [AdvertisedRef], url: String) throws(GitSourceError) -> Self {
        guard !refs.isEmpty else { throw .emptyRepository(url: url) }
        let byName = Dictionary(refs.map { ($0.name, $0) }) { first, _ in first }
        func found(_ name: String) -> Self? {
            byName[name].map { Self(name: name, id: $0.id, shown: RefName.short(name)) }
        }
        let chosen: Self? =
            switch ref {
            case .defaultBranch: defaultBranch(byName)
            case .branch(let name): found("refs/heads/\(name)")
            // The order of gitrevisions(7).
            case .ref(let name):
                (name.hasPrefix("refs/") ? found(name) : nil) ?? found("refs/tags/\(name)")
                    ?? found("refs/heads/\(name)")
            }
        if let chosen { return chosen }
        throw missing(ref, among: refs, url: url)
    }

    /// HEAD's branch; where HEAD is detached or the server is too old to say, HEAD's commit under the name of a branch
    /// that is there too.
    private static func defaultBranch(_ refs: [String: AdvertisedRef]) -> Self? {
        guard let head = refs["HEAD"] else { return nil }
        if let target = head.target, let branch = refs[target] {
            return Self(name: target, id: branch.id, shown: RefName.short(target))
        }
        let same = refs.values.filter { $0.id == head.id && $0.name.hasPrefix("refs/heads/") }.map(\.name).sorted()
        let likely = ["refs/heads/main", "refs/heads/master"].first(where: same.contains) ?? same.first
        return Self(name: "HEAD", id: head.id, shown: RefName.short(likely ?? "HEAD"))
    }

    /// The error that names what there is instead.
    static func missing(_ ref: GitRemote.Ref, among refs: [AdvertisedRef], url: String) -> GitSourceError {
        let branches = refs.map(\.name).filter { $0.hasPrefix("refs/heads/") }.map(RefName.short).sorted()
        let wanted: String? =
            switch ref {
            case .defaultBranch: nil
            case .branch(let name), .ref(let name): name
            }
        let nearest = wanted.flatMap { name in
            let candidates = branches.prefix(1_000).filter { $0.count <= 100 }
            return name.count > 100 ? nil : NearestName.nearest(to: name, among: candidates)
        }
        return .refNotFound(url: url, ref: "\(ref)", nearest: nearest, available: Array(branches.prefix(10)))
    }
}
