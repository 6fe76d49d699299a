import Crypto
import Foundation

/// A source's URL after validation: the only sorts of place that a repository is read from.
enum SourceAddress: Hashable, Sendable, Codable {
    /// An absolute path without links where it exists.
    case folder(String)
    /// An `https://` or `http://` URL as it was given, userinfo included.
    case web(String)
    /// A `git://` URL: nothing proves who answers, and nothing is secret.
    case daemon(String)
    case ssh(SSHAddress)

    /// Reads an URL or path; a relative path is taken from the working directory.
    ///
    /// Everything else that git programs understand is refused: remote helpers (`ext::`) and options.
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
            self = .ssh(try SSHAddress(scp: text, colon: colon, refuse: refuse))
            return
        }
        self = .folder(Self.canonical(text))
    }

    private static func url(
        _ text: String, scheme: String, refuse: (String) -> GitSourceError
    ) throws(GitSourceError) -> SourceAddress {
        guard !text.contains("\\"), let parts = URLComponents(string: text) else {
            throw refuse("it is not a valid URL")
        }
        guard let path = parts.percentEncodedPath.removingPercentEncoding,
            path.unicodeScalars.allSatisfy(PrintableText.isPrintable)
        else { throw refuse("it contains an encoded control character") }
        guard parts.query == nil, parts.fragment == nil else { throw refuse("it has a query or a fragment") }
        if scheme == "file" {
            guard parts.host ?? "" == "" || parts.host == "localhost", path.hasPrefix("/") else {
                throw refuse("a file:// URL names an absolute path on this machine: file:///path")
            }
            return .folder(canonical(path))
        }
        if let reason = HostRule.refusal(of: parts.percentEncodedHost ?? "") { throw refuse(reason) }
        switch scheme {
        case "http", "https": return .web(text)
        case "ssh": return .ssh(try SSHAddress(parts, path: path, text: text, refuse: refuse))
        case "git":
            guard parts.user == nil, parts.password == nil else { throw refuse("git:// has no users") }
            return .daemon(text)
        default: throw refuse("only https://, http://, ssh://, git://, file:// and folders are supported")
        }
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
        case .web(let url), .daemon(let url): url
        case .ssh(let address): address.location
        }
    }

    /// The name of the mirror's folder: the same for spellings of one URL that differ in case of the host, in the
    /// default port, in userinfo, or in a trailing `/` or `.git`.
    var mirrorName: String {
        let key =
            switch self {
            case .folder(let path): "folder \(path)"
            case .web(let url), .daemon(let url): "web \(Self.normalized(url))"
            case .ssh(let address): "ssh \(address.key)"
            }
        return SHA256.hash(data: Data(key.utf8)).prefix(16).map { String(format: "%02x", $0) }.joined()
    }

    private static func normalized(_ url: String) -> String {
        guard var parts = URLComponents(string: url) else { return url }
        parts.user = nil
        parts.password = nil
        parts.scheme = parts.scheme?.lowercased()
        parts.host = parts.host?.lowercased()
        if parts.port == ["https": 443, "http": 80, "git": 9_418][parts.scheme] { parts.port = nil }
        var path = parts.percentEncodedPath
        while path.hasSuffix("/") { path.removeLast() }
        if path.hasSuffix(".git") { path.removeLast(4) }
        parts.percentEncodedPath = path
        return parts.string ?? url
    }
}
