import Foundation

/// Compares the repository that a delivery names with the address that a source is read from.
enum RepositoryName {
    /// A path without slashes at its ends and without `.git`.
    static func path(of text: String) -> String {
        let bare = text.trimmingCharacters(in: ["/"])
        return bare.hasSuffix(".git") ? String(bare.dropLast(4)) : bare
    }

    /// Whether a source at this URL may be that repository: its path ends with the name, whatever the case.
    ///
    /// The path of a folder on this machine says nothing of a forge, so any may be it.
    static func matches(_ name: String, url: String) -> Bool {
        guard let place = remotePath(of: url) else { return true }
        let wanted = components(name)
        return !wanted.isEmpty && components(place).suffix(wanted.count) == wanted[...]
    }

    /// The path on a server, of `scheme://host/path` and `user@host:path`; nil for a folder.
    private static func remotePath(of url: String) -> String? {
        if let scheme = url.range(of: "://") {
            guard url[..<scheme.lowerBound].lowercased() != "file" else { return nil }
            let rest = url[scheme.upperBound...]
            return rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? ""
        }
        guard let colon = url.firstIndex(of: ":"), !url[..<colon].contains("/") else { return nil }
        return String(url[url.index(after: colon)...])
    }

    private static func components(_ text: String) -> [Substring] {
        let path = Self.path(of: text.removingPercentEncoding ?? text).lowercased()
        return path.split(separator: "/")
    }
}
