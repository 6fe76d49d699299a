import Foundation
import Model

/// Decides entry by entry what of a tree is taken, and counts against the bounds; both readers share it.
struct TreeCollector {
    enum EntryKind {
        case folder, file, link, submodule
        /// A device, socket or pipe, or a mode that git does not know.
        case other
    }

    enum Decision: Equatable {
        /// Look into the folder of this path.
        case descend(String)
        /// Read the file of this path.
        case read(String)
        /// Take down the file of this path without its contents.
        case list(String)
        case passOver
    }

    /// What a tree or a part of it counts against the bounds.
    struct Tally: Equatable {
        var entries = 0
        var bytes = 0
        var listingBytes = 0

        static func - (left: Tally, right: Tally) -> Tally {
            Tally(
                entries: left.entries - right.entries, bytes: left.bytes - right.bytes,
                listingBytes: left.listingBytes - right.listingBytes)
        }
    }

    let limits: ReadLimits
    /// The folder that was asked for, for messages.
    let start: String
    /// Whether every regular file is taken down, manifest or not.
    let lists: Bool
    private(set) var notices: [Diagnostic] = []
    private(set) var tally = Tally()
    private var paths: Set<String> = []

    init(limits: ReadLimits, start: String = "", lists: Bool = false) {
        self.limits = limits
        self.start = start
        self.lists = lists
    }

    /// Looks at one entry of the folder `parent` ("" for the root), which is `depth` folders below the start.
    ///
    /// `name` is nil when it is not valid UTF-8; `rawName` is then what can be shown of it.
    mutating func consider(
        name: String?, rawName: String, kind: EntryKind, parent: String, depth: Int
    ) throws(GitSourceError) -> Decision {
        tally.entries += 1
        try checkBounds()
        let path = parent.isEmpty ? rawName : "\(parent)/\(rawName)"
        let isIgnoreFile = rawName == PathRule.ignoreFile
        let isManifest = PathRule.mayHoldManifests(rawName) || isIgnoreFile
        if kind != .file, isIgnoreFile || depth == 0 && rawName == PathRule.repositoryFile {
            refuse(path, "is no regular file, and links are never followed: commit the file itself")
            return .passOver
        }
        switch kind {
        case .folder: break
        case .file: guard isManifest || lists else { return .passOver }
        case .other: guard isManifest else { return .passOver }
        case .link: guard isManifest || !rawName.contains(".") else { return .passOver }
        case .submodule: break
        }
        if let refusal = refusal(of: name, path: path) {
            warn(path, "`\(PrintableText.line(rawName))` \(refusal) and is passed over: rename it")
            return .passOver
        }
        switch kind {
        case .link:
            warn(path, "is a symbolic link and is passed over: links are never followed, commit the file itself")
        case .submodule:
            warn(path, "is a submodule and is passed over: make it a source of its own")
        case .other:
            warn(path, "is not a regular file and is passed over")
        case .folder:
            guard depth < limits.depth else {
                throw .overBound(.depth, limit: limits.depth, path: PrintableText.line(path))
            }
            return .descend(path)
        case .file:
            if paths.insert(path).inserted {
                if lists { try count(path) }
                return isManifest ? .read(path) : .list(path)
            }
            warn(path, "is more than once in its folder; only the first one is read: `git fsck` tells more")
        }
        return .passOver
    }

    private mutating func refuse(_ path: String, _ message: String) {
        notices.append(
            Diagnostic(message: message, location: SourceLocation(file: path, line: 1, column: 1)))
    }

    /// Whether the file of this size is taken; too large a one becomes an error that names it.
    mutating func admit(path: String, size: Int) throws(GitSourceError) -> Bool {
        guard size <= limits.fileBytes else {
            let isIgnoreFile = path.split(separator: "/").last.map(String.init) == PathRule.ignoreFile
            refuse(
                path,
                "is \(size) bytes long and is not read: \(isIgnoreFile ? "it" : "a manifest") has at most "
                    + "\(limits.fileBytes) bytes, \(isIgnoreFile ? "use fewer patterns" : "split it")")
            return false
        }
        tally.bytes += size
        try checkBounds()
        return true
    }

    /// Counts a folder that was looked at before, with all that is below it.
    mutating func takeAgain(_ tally: Tally, _ notices: [Diagnostic]) throws(GitSourceError) {
        self.tally.entries += tally.entries
        self.tally.bytes += tally.bytes
        self.tally.listingBytes += tally.listingBytes
        try checkBounds()
        self.notices += notices
    }

    private func checkBounds() throws(GitSourceError) {
        guard tally.entries <= limits.entries else {
            throw .overBound(.entries, limit: limits.entries, path: start)
        }
        guard tally.bytes <= limits.totalBytes else {
            throw .overBound(.totalBytes, limit: limits.totalBytes, path: start)
        }
        guard tally.listingBytes <= limits.listingBytes else {
            throw .overBound(.listing, limit: limits.listingBytes, path: start)
        }
    }

    private mutating func count(_ path: String) throws(GitSourceError) {
        tally.listingBytes += ListingPart.size(of: path)
        try checkBounds()
    }

    private func refusal(of name: String?, path: String) -> String? {
        guard let name else { return "has a name that is not UTF-8" }
        if let refusal = PathRule.refusal(ofName: name) { return refusal }
        return path.utf8.count > PathRule.longestPath ? "has a path of more than \(PathRule.longestPath) bytes" : nil
    }

    mutating func tell(_ notice: Diagnostic) { notices.append(notice) }

    mutating func warn(_ path: String, _ message: String) {
        notices.append(
            Diagnostic(
                severity: .warning, message: message,
                location: SourceLocation(
                    file: PrintableText.line(path, limit: PathRule.longestPath), line: 1, column: 1)))
    }
}
