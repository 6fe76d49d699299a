import Foundation

/// An address that credentials may be sent to, taken apart so that no other spelling passes for it.
struct EndpointAddress: Hashable, Sendable {
    private let scheme: String
    private let host: String
    private let port: Int
    /// The parts of the path, none of them empty.
    private let path: [String]

    /// nil for what is no plain http or https address: with a user, a query, a fragment, or steps up in its path.
    init?(_ text: String) {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            let standard = ["http": 80, "https": 443][scheme], let host = parts.host?.lowercased(), !host.isEmpty,
            parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil,
            !text.contains("\\"), !parts.percentEncodedPath.contains("%")
        else { return nil }
        let path = parts.path.split(separator: "/").map(String.init)
        guard !path.contains("."), !path.contains("..") else { return nil }
        self.scheme = scheme
        self.host = host
        self.path = path
        port = parts.port ?? standard
    }

    /// Whether this is the other address, or a path below it.
    func isBelow(_ other: EndpointAddress) -> Bool {
        scheme == other.scheme && host == other.host && port == other.port && path.starts(with: other.path)
    }
}
