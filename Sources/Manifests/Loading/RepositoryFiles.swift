import Model
import TestLanguage

/// The files of a repository in the order of their paths, so that a pattern looks only where it can match.
struct RepositoryFiles: Sendable {
    /// More files than these are not taken for one test.
    static let limit = 10_000

    /// What a test's patterns match.
    struct Match: Sendable {
        var files: [String: GitObjectID] = [:]
        /// The indices of patterns that match nothing.
        var empty: [Int] = []
        /// The index of the pattern with which they are too many.
        var excess: Int?
    }

    let listing: [String: GitObjectID]
    let executables: Set<String>
    private let paths: [String]
    /// Tests of one suite often share their patterns.
    private var known: [[GlobPattern]: Match] = [:]

    /// nil where the files were not listed.
    init?(_ tree: SourceTree) {
        guard let listing = tree.listing else { return nil }
        self.listing = listing
        executables = tree.executables
        paths = listing.keys.sorted()
    }

    mutating func match(_ patterns: [GlobPattern]) -> Match {
        if let match = known[patterns] { return match }
        var match = Match()
        for (index, pattern) in patterns.enumerated() {
            var isEmpty = true
            for path in candidates(of: pattern) where pattern.matches(path) {
                isEmpty = false
                match.files[path] = listing[path]
                guard match.files.count <= Self.limit else { break }
            }
            if isEmpty { match.empty.append(index) }
            guard match.files.count <= Self.limit else {
                match = Match(excess: index)
                break
            }
        }
        known[patterns] = match
        return match
    }

    private func candidates(of pattern: GlobPattern) -> ArraySlice<String> {
        let prefix = pattern.literalPrefix
        if pattern.isPath { return listing[prefix] == nil ? [] : [prefix] }
        // What begins with `a/` stands between `a/` and `a0`: `0` comes right behind `/`.
        return prefix.isEmpty ? paths[...] : paths[place(of: prefix)..<place(of: prefix.dropLast() + "0")]
    }

    /// The index of the first path that does not stand before a text.
    private func place(of text: String) -> Int {
        var low = 0
        var high = paths.count
        while low < high {
            let middle = (low + high) / 2
            if paths[middle] < text { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
