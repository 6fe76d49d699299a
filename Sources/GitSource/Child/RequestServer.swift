import CGit2
import Foundation
import Model

/// Answers one request in the child.
struct RequestServer {
    /// So many packs and the mirror is made anew at the next fetch.
    static let packLimit = 200
    /// One frame of files or of a listing is sent when it has so many files or bytes.
    static let batchFiles = 1_000
    static let batchBytes = 2 << 20

    let request: GitRequest
    /// What earlier requests have walked.
    let memory: WalkMemory
    let send: (GitResponse, Data) throws -> Void

    /// Sends the whole answer; throws only when it can't be sent.
    func answer() throws {
        do {
            do {
                try attempt(mirrorFolder: request.mirror)
            } catch let error as LibGitError where suspectsMirror(error) {
                try attemptAnew()
            }
            try send(.finished, Data())
        } catch let error as GitSourceError {
            try send(.failed(error), Data())
        } catch let error as LibGitError {
            try send(.failed(ErrorTranslation.translate(error, for: request)), Data())
        }
    }

    /// Fetches into a fresh mirror, which takes the old one's place only when all went well.
    private func attemptAnew() throws {
        let fresh = request.mirror + ".anew"
        MirrorSweep.remove(fresh)
        do {
            try attempt(mirrorFolder: fresh)
        } catch {
            MirrorSweep.remove(fresh)
            throw error
        }
        MirrorSweep.remove(request.mirror)
        try? FileManager.default.moveItem(atPath: fresh, toPath: request.mirror)
    }

    /// Whether a fresh mirror could mend this: not when the remote itself could not be reached.
    private func suspectsMirror(_ error: LibGitError) -> Bool {
        guard FileManager.default.fileExists(atPath: request.mirror) else { return false }
        switch error.phase {
        case .mirror, .read: return true
        case .remote:
            return [
                GIT_ERROR_ODB, GIT_ERROR_ZLIB, GIT_ERROR_OBJECT, GIT_ERROR_INDEXER, GIT_ERROR_REFERENCE,
                GIT_ERROR_TREE, GIT_ERROR_SHA, GIT_ERROR_CONFIG, GIT_ERROR_REPOSITORY,
            ].contains(error.klass)
        }
    }

    private func attempt(mirrorFolder: String) throws {
        MirrorSweep.sweep(mirrorFolder)
        let mirror = try Mirror(folder: mirrorFolder)
        let tip = try RemoteFetch(mirror: mirror, request: request).fetch()
        guard let commit = try mirror.commit(of: tip.id) else {
            throw GitSourceError.invalidRef(tip.shown, reason: "it does not lead to a commit")
        }
        let revision = CommitFacts.revision(of: commit, ref: tip.shown)
        try RequiredSignatures(request: request, mirror: mirror).check(tip.id, revision)
        if revision.commit == request.known {
            try send(.revision(revision, .unchanged), Data())
        } else {
            try sendTree(of: commit, revision, in: mirror)
        }
        if mirror.packCount > Self.packLimit { MirrorSweep.remove(mirrorFolder) }
    }

    private func sendTree(of commit: GitHandle, _ revision: Revision, in mirror: Mirror) throws {
        let known = knownRoot(in: mirror)
        let walk = try TreeWalk(
            mirror, commit: commit, path: request.path, limits: request.limits, lists: request.listing, before: known)
        let basis = walk.isIrregular ? nil : known
        if let basis, let root = walk.root {
            let change = TreeChange(from: basis, to: root)
            try send(.revision(revision, .known), Data())
            for paths in change.removed.chunked(by: 500) { try send(.removed(files: paths, listing: []), Data()) }
            for paths in change.unlisted.chunked(by: 500) { try send(.removed(files: [], listing: paths), Data()) }
            try send(change.files, of: walk)
            try send(listing: change.listing)
        } else {
            try send(.revision(revision, .nothing), Data())
            try send(walk.root?.allFiles ?? [], of: walk)
            try send(listing: walk.root?.allListed ?? [])
        }
        for notices in walk.notices.chunked(by: 1_000) { try send(.notices(notices), Data()) }
        if let root = walk.root, !walk.isIrregular { memory.keep(root, of: revision.commit, for: request) }
    }

    /// The walk of the commit that the parent holds; nil when it holds none, or when that commit can't be read here.
    private func knownRoot(in mirror: Mirror) -> FolderNode? {
        guard let known = request.known else { return nil }
        if let root = memory.root(of: known, for: request) { return root }
        guard let commit = try? mirror.commit(of: known),
            let walk = try? TreeWalk(
                mirror, commit: commit, path: request.path, limits: request.limits, lists: request.listing)
        else { return nil }
        return walk.isIrregular ? nil : walk.root
    }

    private func send(_ found: [TreeWalk.Found], of walk: TreeWalk) throws {
        var sent: Set<GitObjectID> = []
        var files: [WireFile] = []
        var payload = Data()
        for found in found {
            let id = BlobID.hex(found.id.bytes)
            let isNew = sent.insert(id).inserted
            if isNew { payload.append(try walk.contents(of: found)) }
            files.append(WireFile(path: found.path, blob: id, size: found.size, sent: isNew))
            if files.count >= Self.batchFiles || payload.count >= Self.batchBytes {
                try send(.files(files), payload)
                files = []
                payload = Data()
            }
        }
        if !files.isEmpty { try send(.files(files), payload) }
    }

    private func send(listing: [ListedFile]) throws {
        var payload = Data()
        for file in listing {
            ListingPart.append(file.path, blob: file.blob, isExecutable: file.isExecutable, to: &payload)
            guard payload.count >= Self.batchBytes else { continue }
            try send(.listing, payload)
            payload = Data()
        }
        if !payload.isEmpty { try send(.listing, payload) }
    }
}

extension Array {
    /// Consecutive parts of at most `size` elements.
    fileprivate func chunked(by size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
