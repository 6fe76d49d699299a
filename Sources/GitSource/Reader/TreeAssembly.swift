import Foundation
import Model

/// Puts the child's answer together, believing nothing that can be checked: the child has looked at foreign bytes.
struct TreeAssembly {
    /// What the parent already holds.
    let previous: SourceTree?
    let limits: ReadLimits
    let start: String
    /// Whether the listing of all files was asked for.
    let lists: Bool

    private var revision: Revision?
    private var basis = TreeBasis.nothing
    /// What is new or changed; a file that became an LFS pointer is none.
    private var files: [SourceFile] = []
    /// Paths of LFS pointers among what is new or changed.
    private var pointers: [String] = []
    private var removed: Set<String> = []
    private var notices: [Diagnostic] = []
    private var contents: [GitObjectID: Data] = [:]
    private var bytes = 0
    private var listing: [String: GitObjectID] = [:]
    private var executables: Set<String> = []
    private var unlisted: Set<String> = []
    private var listingBytes = 0

    init(previous: SourceTree?, limits: ReadLimits, start: String, lists: Bool = false) {
        self.previous = previous
        self.limits = limits
        self.start = start
        self.lists = lists
    }

    /// Takes one message; returns the tree when it was the last.
    mutating func take(_ response: GitResponse, payload: Data) throws(GitSourceError) -> SourceTree? {
        switch response {
        case .revision(let revision, let basis):
            guard RefName.isCommitID(revision.commit.rawValue) else {
                throw .childUntrusted(reason: "a false commit id")
            }
            self = TreeAssembly(previous: previous, limits: limits, start: start, lists: lists)
            self.revision = Revision(
                ref: PrintableText.line(revision.ref, limit: RefName.longest), commit: revision.commit,
                subject: PrintableText.line(revision.subject), author: PrintableText.line(revision.author))
            self.basis = basis
            try check(basis, revision.commit)
        case .removed(let files, let listing):
            guard revision != nil, basis == .known, removed.count + files.count <= limits.entries,
                unlisted.count + listing.count <= limits.entries
            else { throw .childUntrusted(reason: "removals without a commit to remove from") }
            removed.formUnion(files)
            unlisted.formUnion(listing)
        case .files(let list): try take(list, payload: payload)
        case .listing: try takeListing(payload)
        case .notices(let list):
            guard notices.count + list.count <= limits.entries else {
                throw .childUntrusted(reason: "too many notices")
            }
            notices += list.map(Self.printable)
        case .failed(let error): throw error
        case .finished:
            guard let revision else { throw .childUntrusted(reason: "an answer without a commit") }
            return try tree(of: revision)
        }
        return nil
    }

    private func check(_ basis: TreeBasis, _ commit: GitObjectID) throws(GitSourceError) {
        switch basis {
        case .nothing: return
        case .known: if previous != nil, !lists || previous?.listing != nil { return }
        case .unchanged:
            if let previous, previous.revision.commit == commit, !lists || previous.listing != nil { return }
        }
        throw .childUntrusted(reason: "the difference from a commit that is not held")
    }

    private func tree(of revision: Revision) throws(GitSourceError) -> SourceTree {
        switch (basis, previous) {
        case (.unchanged, let previous?):
            return SourceTree(
                revision: revision, files: previous.files, notices: previous.notices, root: start,
                listing: lists ? previous.listing : nil, executables: lists ? previous.executables : [])
        case (.known, let previous?):
            let touched = removed.union(files.map(\.path)).union(pointers)
            let toldAgain = previous.notices.filter {
                $0.message == LFSPointer.message && !touched.contains($0.location.file)
            }
            let known = lists ? previous.listing ?? [:] : [:]
            var listed = known
            for path in unlisted { listed[path] = nil }
            for (path, blob) in listing { listed[path] = blob }
            let kept = lists ? previous.executables.subtracting(unlisted).subtracting(listing.keys) : []
            guard listed.count <= limits.entries else { throw .childUntrusted(reason: "more than was allowed") }
            return SourceTree(
                revision: revision, files: try merged(into: previous.files, without: touched),
                notices: allNotices(toldAgain.map(\.location.file) + pointers), root: start,
                listing: lists ? listed : nil,
                executables: kept.union(executables))
        case (.nothing, _), (.known, nil), (.unchanged, nil):
            return SourceTree(
                revision: revision, files: files, notices: allNotices(pointers), root: start,
                listing: lists ? listing : nil, executables: executables)
        }
    }

    private func allNotices(_ pointers: [String]) -> [Diagnostic] { pointers.sorted().map(LFSPointer.notice) + notices }

    /// Both are sorted by path, so one pass over the old files is enough.
    private func merged(
        into old: [SourceFile], without touched: Set<String>
    ) throws(GitSourceError) -> [SourceFile] {
        var result: [SourceFile] = []
        result.reserveCapacity(old.count + files.count)
        // The touched ones of the old files, found by their order as well.
        var gone = touched.sorted()[...]
        var new = files[...]
        var total = 0
        for file in old {
            while let next = new.first, next.path < file.path { result.append(new.removeFirst()) }
            while let first = gone.first, first < file.path { gone.removeFirst() }
            if gone.first != file.path { result.append(file) }
        }
        result += new
        for file in result { total += file.contents.count }
        guard total <= limits.totalBytes, result.count <= limits.entries else {
            throw .childUntrusted(reason: "more than was allowed")
        }
        return result
    }

    private mutating func take(_ list: [WireFile], payload: Data) throws(GitSourceError) {
        guard revision != nil, basis != .unchanged else { throw .childUntrusted(reason: "files without a commit") }
        var offset = payload.startIndex
        for file in list {
            try check(file)
            if file.sent {
                guard file.size <= payload.endIndex - offset else {
                    throw .childUntrusted(reason: "contents cut short")
                }
                let data = Data(payload[offset..<(offset + file.size)])
                guard BlobID.of(data) == file.blob else { throw .childUntrusted(reason: "contents of another blob") }
                contents[file.blob] = data
                offset += file.size
            }
            guard let data = contents[file.blob] else { throw .childUntrusted(reason: "a blob that is not held") }
            guard !LFSPointer.matches(data) else {
                pointers.append(file.path)
                continue
            }
            guard files.last.map({ $0.path < file.path }) ?? true else {
                throw .childUntrusted(reason: "files that are out of order")
            }
            files.append(SourceFile(path: file.path, blob: file.blob, contents: data))
        }
        guard offset == payload.endIndex else { throw .childUntrusted(reason: "contents of no file") }
    }

    private mutating func takeListing(_ payload: Data) throws(GitSourceError) {
        guard lists, revision != nil, basis != .unchanged else {
            throw .childUntrusted(reason: "a listing that was not asked for")
        }
        guard let entries = ListingPart.entries(of: payload) else {
            throw .childUntrusted(reason: "a listing cut short")
        }
        for entry in entries {
            listingBytes += ListingPart.size(of: entry.path)
            guard listingBytes <= limits.listingBytes, listing.count < limits.entries else {
                throw .childUntrusted(reason: "more than was allowed")
            }
            try check(path: entry.path)
            guard listing.updateValue(entry.blob, forKey: entry.path) == nil else {
                throw .childUntrusted(reason: "a file that is listed twice")
            }
            if entry.isExecutable { executables.insert(entry.path) }
        }
    }

    private static func printable(_ notice: Diagnostic) -> Diagnostic {
        Diagnostic(
            severity: notice.severity, message: PrintableText.line(notice.message, limit: 1_000),
            location: SourceLocation(
                file: PrintableText.line(notice.location.file, limit: PathRule.longestPath),
                line: notice.location.line, column: notice.location.column))
    }

    private mutating func check(_ file: WireFile) throws(GitSourceError) {
        bytes += max(0, file.size)
        guard file.size >= 0, file.size <= limits.fileBytes, bytes <= limits.totalBytes, files.count < limits.entries
        else { throw .childUntrusted(reason: "more than was allowed") }
        try check(path: file.path)
    }

    private func check(path: String) throws(GitSourceError) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ PathRule.refusal(ofName: String($0)) == nil }),
            path.utf8.count <= PathRule.longestPath, start.isEmpty || path.hasPrefix("\(start)/")
        else { throw .childUntrusted(reason: "a path that is refused") }
    }
}
