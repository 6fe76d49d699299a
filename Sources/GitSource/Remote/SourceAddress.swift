import Crypto
import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// A source's URL after validation: the only two sorts of place that a repository is read from.
enum SourceAddress: Hashable, Sendable, Codable {
    /// An absolute path without links where it exists.
    case folder(String)
    /// An `https://` or `http://` URL as it was given, userinfo included.
    case web(String)

    /// Reads an URL or path; a relative path is taken from the working directory.
    ///
    /// Everything else that git programs understand is refused: remote helpers (`ext::`), options, `git://`, and for
    /// now ssh.
    init(_ text: String) throws(GitSourceError) {
        func refuse(_ reason: String) -> GitSourceError { .unsupportedURL(MaskedText.mask(text), reason: reason) }
        guard !text.isEmpty, text.utf8.count <= 2_048 else { throw refuse("it is empty or too long") }
        guard text.unicodeScalars.allSatisfy(PrintableText.isPrintable), text.first != " ", text.last != " " else {
            throw refuse("it contains control characters or begins or ends with a space")
        }
        guard !text.hasPrefix("-") else { throw refuse("it begins with `-`; write `./-…` for a folder of that name") }
        if let separator = text.range(of: "://") {
            self = try Self.url(text, scheme: text[..<separator.lowerBound].lowercased(), refuse: refuse)
            return
        }
        if let colon = text.firstIndex(of: ":"), !text[..<colon].contains("/") {
            throw refuse("ssh addresses (`host:path`) and remote helpers are not supported; use https:// or a folder")
        }
        self = .folder(Self.canonical(text))
    }

    private static func url(
        _ text: String, scheme: String, refuse: (String) -> GitSourceError
    ) throws(GitSourceError) -> SourceAddress {
        guard !text.contains("\\"), let parts = URLComponents(string: text) else {
            throw refuse("it is not a valid URL")
        }
        let path = parts.percentEncodedPath
        guard let decoded = path.removingPercentEncoding, decoded.unicodeScalars.allSatisfy(PrintableText.isPrintable)
        else { throw refuse("it contains an encoded control character") }
        guard parts.query == nil, parts.fragment == nil else { throw refuse("it has a query or a fragment") }
        switch scheme {
        case "file":
            guard parts.host ?? "" == "" || parts.host == "localhost", decoded.hasPrefix("/") else {
                throw refuse("a file:// URL names an absolute path on this machine: file:///path")
            }
            return .folder(canonical(decoded))
        case "http", "https":
            guard let host = parts.host, !host.isEmpty else { throw refuse("it names no host") }
            guard !isLinkLocal(host) else { throw refuse("link-local addresses are refused") }
            return .web(text)
        case "ssh", "git+ssh", "ssh+git": throw refuse("ssh is not supported; use https:// or a folder")
        default: throw refuse("only https://, http://, file:// and folders are supported")
        }
    }

    /// 169.254.0.0/16 in every spelling that `inet_aton` takes, and fe80::/10: instance metadata lives there.
    private static func isLinkLocal(_ host: String) -> Bool {
        var address = in_addr()
        if inet_aton(host, &address) != 0 { return UInt32(bigEndian: address.s_addr) >> 16 == 0xA9FE }
        let bare = host.trimmingCharacters(in: ["[", "]"]).lowercased()
        return ["fe8", "fe9", "fea", "feb"].contains { bare.hasPrefix($0) } && bare.contains(":")
            || bare.hasPrefix("::ffff:169.254.")
    }

    /// Links resolved as far as the path exists, without a trailing slash.
    private static func canonical(_ path: String) -> String {
        let url = URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath()
        let text = url.path(percentEncoded: false)
        return text.count > 1 && text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    var isFolder: Bool { if case .folder = self { true } else { false } }

    /// What libgit2 is given.
    var location: String {
        switch self {
        case .folder(let path): path
        case .web(let url): url
        }
    }

    /// The name of the mirror's folder: the same for spellings of one URL that differ in case of the host, in the
    /// default port, in userinfo, or in a trailing `/` or `.git`.
    var mirrorName: String {
        let key =
            switch self {
            case .folder(let path): "folder \(path)"
            case .web(let url): "web \(Self.normalized(url))"
            }
        return SHA256.hash(data: Data(key.utf8)).prefix(16).map { String(format: "%02x", $0) }.joined()
    }

    private static func normalized(_ url: String) -> String {
        guard var parts = URLComponents(string: url) else { return url }
        parts.user = nil
        parts.password = nil
        parts.scheme = parts.scheme?.lowercased()
        parts.host = parts.host?.lowercased()
        if parts.port == (parts.scheme == "https" ? 443 : 80) { parts.port = nil }
        var path = parts.percentEncodedPath
        while path.hasSuffix("/") { path.removeLast() }
        if path.hasSuffix(".git") { path.removeLast(4) }
        parts.percentEncodedPath = path
        return parts.string ?? url
    }
}
