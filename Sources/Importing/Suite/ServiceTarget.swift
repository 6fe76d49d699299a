import Foundation

/// Sends requests to a service of the environment instead of the address that the input has.
enum ServiceTarget {
    /// The path of an address, as it stands behind the host or a first reference.
    static func path(of url: String) -> String {
        var rest = Substring(url)
        if let scheme = rest.firstMatch(of: #/^[A-Za-z][A-Za-z0-9+.-]*:\/\//#) {
            rest = rest[scheme.range.upperBound...]
        }
        if rest.hasPrefix("${{"), let end = rest.range(of: "}}") { rest = rest[end.upperBound...] }
        guard let start = rest.firstIndex(where: { $0 == "/" || $0 == "?" || $0 == "#" }) else { return "/" }
        return rest[start] == "/" ? String(rest[start...]) : "/" + rest[start...]
    }

    static func target(_ url: String, service: String?) -> ImportedTarget {
        guard let service else { return .url(url) }
        return .service(service, path: path(of: url))
    }
}
