import Foundation

/// A repository on an SSH server, from `ssh://[user@]host[:port]/path` or `[user@]host:path`.
struct SSHAddress: Hashable, Sendable, Codable {
    static let standardPort = 22

    /// In lower case; an IPv6 address without its brackets.
    let host: String
    let port: Int
    /// nil when the address names none.
    let user: String?
    let path: String
    /// The address as it was given, for libgit2.
    let location: String

    /// Reads an `ssh://` URL that has been split already.
    init(_ parts: URLComponents, path: String, text: String, refuse: (String) -> GitSourceError) throws(GitSourceError)
    {
        guard parts.password == nil else { throw refuse("it holds a password; give the source a key instead") }
        let host = parts.host ?? ""
        guard (1...65_535).contains(parts.port ?? Self.standardPort) else { throw refuse("its port does not exist") }
        try self.init(
            host: host, port: parts.port ?? Self.standardPort, user: parts.user, path: path, text: text, refuse: refuse)
    }

    /// Reads `user@host:path`, of which `colon` is the first one.
    init(scp text: String, colon: String.Index, refuse: (String) -> GitSourceError) throws(GitSourceError) {
        let path = String(text[text.index(after: colon)...])
        guard !path.hasPrefix(":") else { throw refuse("remote helpers (`ext::`) are refused") }
        let name = text[..<colon]
        let at = name.lastIndex(of: "@")
        try self.init(
            host: String(at.map { name[name.index(after: $0)...] } ?? name), port: Self.standardPort,
            user: at.map { String(name[..<$0]) }, path: path, text: text, refuse: refuse)
    }

    private init(
        host: String, port: Int, user: String?, path: String, text: String, refuse: (String) -> GitSourceError
    ) throws(GitSourceError) {
        if let reason = HostRule.refusal(of: host) { throw refuse(reason) }
        if let user, user.isEmpty || user.hasPrefix("-") || user.contains(where: { ":@/\\ ".contains($0) }) {
            throw refuse("its user name is not one")
        }
        guard !path.isEmpty, path != "/" else { throw refuse("it names no repository") }
        guard !path.hasPrefix("-") else { throw refuse("its path begins with `-`") }
        guard !path.contains("\\") else { throw refuse("its path holds a backslash") }
        self.host = host.trimmingCharacters(in: ["[", "]"]).lowercased()
        self.port = port
        self.user = user
        self.path = path
        location = text
    }

    /// The same for spellings of one repository; forges take `host:a/b` and `ssh://host/a/b` for one.
    var key: String {
        var path = path[...]
        while path.hasSuffix("/") { path.removeLast() }
        if path.hasSuffix(".git") { path.removeLast(4) }
        return "\(host):\(port) \(path.drop { $0 == "/" })"
    }
}
