import HTTPTransport

/// Where curl is to go; another server name is asked for by a URL with that name, led to the real address.
enum CurlAddress {
    static func url(of request: HTTPRequest) -> String {
        let masked = MaskedURL.mask(request.url)
        guard let name = serverName(of: request), let start = masked.firstRange(of: "://") else { return masked }
        let authority = masked[start.upperBound...].prefix { !"/?#".contains($0) }
        let port = split(authority).port.map { ":\($0)" } ?? ""
        return masked[..<start.upperBound] + name + port + masked[authority.endIndex...]
    }

    static func connectWords(of request: HTTPRequest) -> [String] {
        guard let name = serverName(of: request) else { return [] }
        let (host, given) = split(SentURL(request.url).authority[...])
        let port = given ?? "443"
        let words = ["--connect-to", "\(name):\(port):\(host):\(port)"]
        let hasHost = request.headers.contains { $0.name.lowercased() == "host" }
        return hasHost ? words : words + ["-H", "host: \(SentURL(request.url).authority)"]
    }

    private static func serverName(of request: HTTPRequest) -> String? {
        request.url.lowercased().hasPrefix("https:") ? request.tls.serverName : nil
    }

    /// The brackets of an IPv6 address hold colons.
    private static func split(_ authority: Substring) -> (host: String, port: String?) {
        guard let colon = authority.lastIndex(of: ":"), authority[colon...].firstIndex(of: "]") == nil else {
            return (String(authority), nil)
        }
        return (String(authority[..<colon]), String(authority[authority.index(after: colon)...]))
    }
}
