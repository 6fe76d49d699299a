/// The parts of an absolute URL that its receiver sees.
package struct SentURL {
    /// Without user, password and a port that goes without saying.
    package let authority: String
    package let path: String
    /// Without the `?`.
    package let query: String

    package init(_ url: String) {
        let scheme = url.firstRange(of: "://").map { url[..<$0.lowerBound].lowercased() } ?? ""
        let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        let whole = rest.prefix { !"/?#".contains($0) }
        var host = whole.lastIndex(of: "@").map { whole[whole.index(after: $0)...] } ?? whole
        let port = scheme == "https" ? ":443" : ":80"
        if host.hasSuffix(port) { host = host.dropLast(port.count) }
        authority = host.lowercased()
        let target = rest.dropFirst(whole.count).prefix { $0 != "#" }
        let given = target.prefix { $0 != "?" }
        path = Self.withoutDots(given)
        query = String(target.dropFirst(given.count).dropFirst())
    }

    /// As libcurl sends it (RFC 3986 §5.2.4).
    private static func withoutDots(_ path: Substring) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        var kept: [Substring] = []
        for part in parts where part != "." {
            if part == ".." { _ = kept.popLast() } else { kept.append(part) }
        }
        if let last = parts.last, last == "." || last == ".." { kept.append("") }
        return "/" + kept.joined(separator: "/")
    }
}
