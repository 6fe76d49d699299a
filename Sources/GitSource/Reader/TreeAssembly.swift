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
    private var unchanged = false
    private var files: [SourceFile] = []
    private var notices: [Diagnostic] = []
    private var contents: [GitObjectID: Data] = [:]
    private var bytes = 0
    private var listing: [String: GitObjectID] = [:]
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
        case .revision(let revision, let unchanged):
            guard RefName.isCommitID(revision.commit.rawValue) else {
                throw .childUntrusted(reason: "a false commit id")
            }
            self = TreeAssembly(previous: previous, limits: limits, start: start, lists: lists)
            self.revision = Revision(
                ref: PrintableText.line(revision.ref, limit: RefName.longest), commit: revision.commit,
                subject: PrintableText.line(revision.subject), author: PrintableText.line(revision.author))
            self.unchanged = unchanged
            if unchanged, previous?.revision.commit != revision.commit || lists && previous?.listing == nil {
                throw .childUntrusted(reason: "unchanged since a commit that is not held")
            }
            contents = Dictionary((previous?.files ?? []).map { ($0.blob, $0.contents) }) { first, _ in first }
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
            if unchanged, let previous {
                return SourceTree(
                    revision: revision, files: previous.files, notices: previous.notices, root: start,
                    listing: lists ? previous.listing : nil)
            }
            return SourceTree(
                revision: revision, files: files, notices: notices, root: start, listing: lists ? listing : nil)
        }
        return nil
    }

    private mutating func take(_ list: [WireFile], payload: Data) throws(GitSourceError) {
        guard revision != nil, !unchanged else { throw .childUntrusted(reason: "files without a commit") }
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
                notices.append(LFSPointer.notice(file.path))
                continue
            }
            files.append(SourceFile(path: file.path, blob: file.blob, contents: data))
        }
        guard offset == payload.endIndex else { throw .childUntrusted(reason: "contents of no file") }
    }

    private mutating func takeListing(_ payload: Data) throws(GitSourceError) {
        guard lists, revision != nil, !unchanged else {
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
