import CGit2
import Foundation
import Model

/// Brings one ref of a remote into the mirror.
struct RemoteFetch {
    /// Where all branches and tags are put for the time in which a commit id is looked for.
    static let scratchRefs = "refs/rondo-scratch"

    let mirror: Mirror
    let request: GitRequest
    private let session: RemoteSession

    init(mirror: Mirror, request: GitRequest) {
        self.mirror = mirror
        self.request = request
        session = RemoteSession(request)
    }

    /// What was asked for, fetched: the name to show and the id of a commit or tag that the mirror holds.
    struct Tip {
        let shown: String
        let id: GitObjectID
    }

    func fetch() throws -> Tip {
        if case .commit(let id) = request.ref { return try fetchCommit(id) }
        let remote = try connect()
        let selection = try RefSelection.choose(
            request.ref, from: try advertised(remote), url: request.displayURL)
        let keeper = Mirror.keeper(of: selection.name)
        if mirror.target(of: keeper) != selection.id {
            try download(remote, refspecs: ["+\(selection.name):\(keeper)"])
        }
        return Tip(shown: selection.shown, id: mirror.target(of: keeper) ?? selection.id)
    }

    /// A commit id is not advertised, so every branch and tag is fetched once; what it names never changes.
    private func fetchCommit(_ name: String) throws -> Tip {
        let id = GitObjectID(rawValue: name)
        let tip = Tip(shown: id.short, id: id)
        let keeper = Mirror.keeper(of: name)
        if mirror.target(of: keeper) == id { return tip }
        let remote = try connect()
        let refs = try advertised(remote)
        guard !refs.isEmpty else { throw GitSourceError.emptyRepository(url: request.displayURL) }
        let scratch = Self.scratchRefs
        try download(
            remote, refspecs: ["+refs/heads/*:\(scratch)/heads/*", "+refs/tags/*:\(scratch)/tags/*"])
        defer { MirrorSweep.remove("\(mirror.folder)/\(scratch)") }
        guard (try? mirror.commit(of: id)) != nil else {
            throw RefSelection.missing(request.ref, among: refs, url: request.displayURL)
        }
        try mirror.setRef(keeper, to: id)
        return tip
    }

    private func connect() throws -> GitHandle {
        if case .folder(let path) = request.address, !FileManager.default.fileExists(atPath: path) {
            throw GitSourceError.notARepository(url: request.displayURL)
        }
        if case .web = request.address {
            try TLSAuthorities.use(
                request.certificateAuthorities, mirror: request.mirror, url: request.displayURL)
        }
        // Anonymous: nothing about the remote, least of all its URL, gets into the mirror's configuration.
        let remote = try GitHandle(.remote, free: git_remote_free) { pointer in
            git_remote_create_anonymous(&pointer, mirror.repository.pointer, request.address.location)
        }
        var options = git_remote_connect_options()
        git_remote_connect_options_init(&options, UInt32(GIT_REMOTE_CONNECT_OPTIONS_VERSION))
        options.follow_redirects = GIT_REMOTE_REDIRECT_NONE
        options.custom_headers = session.customHeaders
        session.configure(&options.callbacks)
        try call { git_remote_connect_ext(remote.pointer, GIT_DIRECTION_FETCH, &options) }
        return remote
    }

    private func advertised(_ remote: GitHandle) throws -> [AdvertisedRef] {
        var heads: UnsafeMutablePointer<UnsafePointer<git_remote_head>?>?
        var count = 0
        try LibGit.check(git_remote_ls(&heads, &count, remote.pointer), .remote)
        return UnsafeBufferPointer(start: heads, count: count).compactMap { head in
            guard let head = head?.pointee, let name = head.name.map({ String(cString: $0) }) else { return nil }
            // `^{}` is what a tag leads to, not a ref; a name that git would refuse is nothing we could ask for.
            guard !name.hasSuffix("^{}"), RefName.refusal(of: name) == nil else { return nil }
            return AdvertisedRef(
                name: name, id: BlobID.hex(head.oid.bytes), target: head.symref_target.map { String(cString: $0) })
        }
    }

    private func download(_ remote: GitHandle, refspecs: [String]) throws {
        var options = git_fetch_options()
        git_fetch_options_init(&options, UInt32(GIT_FETCH_OPTIONS_VERSION))
        options.follow_redirects = GIT_REMOTE_REDIRECT_NONE
        options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE
        options.update_fetchhead = 0
        options.custom_headers = session.customHeaders
        session.configure(&options.callbacks)
        try call { withStringArray(refspecs) { git_remote_fetch(remote.pointer, &$0, &options, nil) } }
    }

    /// Makes a call that talks to the remote; over SSH with the source's known_hosts where libgit2 looks for it.
    private func call(_ body: () -> Int32) throws {
        guard case .ssh(_, _, _, let knownHosts) = request.access else { return try session.check(body()) }
        try session.check(try SSHHome(beside: request.mirror).with(knownHosts: knownHosts, body))
    }

    private func withStringArray(_ strings: [String], _ body: (inout git_strarray) -> Int32) -> Int32 {
        var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeMutableBufferPointer { buffer in
            var array = git_strarray(strings: buffer.baseAddress, count: buffer.count)
            return body(&array)
        }
    }
}
