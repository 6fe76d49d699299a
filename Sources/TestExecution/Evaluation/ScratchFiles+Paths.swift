import Foundation
import Glibc

extension ScratchFiles {
    /// The most files and folders that are looked at for one pattern.
    private static let visitLimit = 20_000

    /// The plain files that a pattern matches, sorted: `*` and `?` within a name, `**` for any number of folders. Links
    /// are passed over, and names that begin with a dot where the pattern does not spell the dot.
    func paths(matching pattern: String) throws(Problem) -> [String] {
        let parts = pattern.split(separator: "/").map(String.init)
        guard !pattern.hasPrefix("/"), !parts.isEmpty, !parts.contains("..") else {
            throw Problem(reason: "`\(pattern)` is not inside the scratch folder")
        }
        var visited = 0
        var found: Set<String> = []
        try collect(parts[...], below: "", &found, &visited)
        return found.sorted()
    }

    private func collect(
        _ parts: ArraySlice<String>, below path: String, _ found: inout Set<String>, _ visited: inout Int
    ) throws(Problem) {
        guard let part = parts.first else { return }
        let rest = parts.dropFirst()
        if part == "**", !rest.isEmpty { try collect(rest, below: path, &found, &visited) }
        for entry in entries(of: path) {
            visited += 1
            guard visited <= Self.visitLimit else {
                throw Problem(
                    reason: "the scratch folder holds more than \(Self.visitLimit) files: name a folder of it")
            }
            let inner = path + entry.name
            switch entry.kind {
            case .folder:
                if part == "**" {
                    try collect(parts, below: inner + "/", &found, &visited)
                } else if fnmatch(part, entry.name, FNM_PERIOD) == 0 {
                    try collect(rest, below: inner + "/", &found, &visited)
                }
            case .file where rest.isEmpty:
                if part == "**" || fnmatch(part, entry.name, FNM_PERIOD) == 0 { found.insert(inner) }
            case .file, .other: break
            }
        }
    }

    private enum EntryKind { case file, folder, other }

    private func entries(of path: String) -> [(name: String, kind: EntryKind)] {
        let place = folder.path(percentEncoded: false) + "/" + path
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: place) else { return [] }
        return names.sorted().map { name in
            var facts = stat()
            guard lstat(place + "/" + name, &facts) == 0 else { return (name, .other) }
            switch facts.st_mode & S_IFMT {
            case S_IFREG: return (name, .file)
            case S_IFDIR: return (name, .folder)
            default: return (name, .other)
            }
        }
    }
}
