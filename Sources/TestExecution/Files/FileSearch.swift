import TestLanguage

/// How far a working directory is looked into.
package struct FileSearchLimits: Hashable, Sendable {
    /// Files that are found.
    package var files: Int
    /// Files and folders that are looked at.
    package var entries: Int
    /// Nested folders.
    package var depth: Int

    package init(files: Int = 1_000, entries: Int = 200_000, depth: Int = 64) {
        self.files = files
        self.entries = entries
        self.depth = depth
    }
}

/// The files of a working directory that match some patterns.
package struct FoundFiles: Hashable, Sendable {
    package struct File: Hashable, Sendable {
        /// From the working directory.
        package let path: String
        /// In bytes, when it was found.
        package let size: Int
    }

    package fileprivate(set) var files: [File] = []
    /// Links and other things that match and are no regular files.
    package fileprivate(set) var passedOver: [String] = []
    /// Whether a bound ended the search, so that there may be more.
    package fileprivate(set) var isCut = false
}

/// Looks through a folder for what matches, only where something can.
struct FileSearch {
    let patterns: [GlobPattern]
    let limits: FileSearchLimits
    private var result = FoundFiles()
    private var looked = 0

    init(patterns: [GlobPattern], limits: FileSearchLimits) {
        self.patterns = patterns
        self.limits = limits
    }

    /// What was found, by path.
    var sorted: FoundFiles {
        var sorted = result
        sorted.files.sort { $0.path < $1.path }
        return sorted
    }

    mutating func visit(_ folder: borrowing HeldFolder, path: String, depth: Int) {
        let (entries, isCut) = folder.entries(atMost: limits.entries - looked)
        looked += entries.count
        if isCut { result.isCut = true }
        for entry in entries where !isFull {
            let entryPath = path.isEmpty ? entry.name : "\(path)/\(entry.name)"
            switch entry.kind {
            case .folder:
                guard patterns.contains(where: { $0.mayMatch(below: entryPath) }) else { continue }
                guard depth < limits.depth else {
                    result.isCut = true
                    continue
                }
                // One that went or became a link since it was listed holds nothing.
                guard let inner = try? folder.folder(entry.name, shown: entryPath) else { continue }
                visit(inner, path: entryPath, depth: depth + 1)
            case .file where matches(entryPath):
                guard result.files.count < limits.files else {
                    result.isCut = true
                    return
                }
                result.files.append(FoundFiles.File(path: entryPath, size: entry.size))
            case .link where matches(entryPath), .other where matches(entryPath):
                if result.passedOver.count < limits.files { result.passedOver.append(entryPath) }
            case .file, .link, .other: continue
            }
        }
    }

    private var isFull: Bool { result.files.count >= limits.files && result.isCut }

    private func matches(_ path: String) -> Bool { patterns.contains { $0.matches(path) } }
}
