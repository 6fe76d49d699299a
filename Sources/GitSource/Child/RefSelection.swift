import Model

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
            case .tag(let name): found("refs/tags/\(name)")
            case .name(let name): found(name)
            // The order of gitrevisions(7).
            case .tagOrBranch(let name): found("refs/tags/\(name)") ?? found("refs/heads/\(name)")
            case .semver(let range): newestTag(in: range, among: refs).flatMap { found($0) }
            // No remote advertises a commit; see `RemoteFetch`.
            case .commit: nil
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

    /// The tag of the highest version within a range; a `v` before the version counts for nothing, as in Flux.
    private static func newestTag(in range: String, among refs: [AdvertisedRef]) -> String? {
        guard let range = VersionRange(range) else { return nil }
        var newest: (version: SemanticVersion, name: String)?
        for ref in refs where ref.name.hasPrefix(tagPrefix) {
            guard let version = SemanticVersion(String(ref.name.dropFirst(tagPrefix.count))), range.contains(version)
            else { continue }
            if let found = newest {
                // Equal versions differ in `v` or in what stands after `+`: any of them, but always the same.
                guard version > found.version || version == found.version && ref.name > found.name else { continue }
            }
            newest = (version, ref.name)
        }
        return newest?.name
    }

    private static let tagPrefix = "refs/tags/"

    /// The error that names what there is instead.
    static func missing(_ ref: GitRemote.Ref, among refs: [AdvertisedRef], url: String) -> GitSourceError {
        let prefixes: [String] =
            switch ref {
            case .defaultBranch, .branch, .commit: ["refs/heads/"]
            case .tag, .semver: [tagPrefix]
            case .tagOrBranch: [tagPrefix, "refs/heads/"]
            case .name: ["refs/"]
            }
        let isFull = if case .name = ref { true } else { false }
        let names = refs.map(\.name).filter { name in prefixes.contains { name.hasPrefix($0) } }
            .map { isFull ? PrintableText.line($0) : RefName.short($0) }.sorted()
        let wanted: String? =
            switch ref {
            case .defaultBranch, .semver, .commit: nil
            case .branch(let name), .tag(let name), .tagOrBranch(let name), .name(let name): name
            }
        let nearest = wanted.flatMap { name in
            let candidates = names.prefix(1_000).filter { $0.count <= 100 }
            return name.count > 100 ? nil : NearestName.nearest(to: name, among: candidates)
        }
        return .refNotFound(url: url, ref: "\(ref)", nearest: nearest, available: Array(names.prefix(10)))
    }
}
