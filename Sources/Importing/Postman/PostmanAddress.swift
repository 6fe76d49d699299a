import Model

/// The address of a request: a text, or a mapping of its parts.
struct PostmanAddress {
    /// Without the parameters that `query` has.
    let base: String
    let query: [(name: String, value: String)]
    /// Variables of the path that have no value: `1` stands in their place.
    private(set) var open: [String] = []

    init(_ value: JSONValue?) {
        guard let value, case .object = value else {
            base = Self.withScheme(value?.string ?? "")
            query = []
            return
        }
        let written = value["query"]?.items ?? []
        query = written.compactMap { item in
            guard item["disabled"]?.bool != true, let name = item["key"]?.scalarText, !name.isEmpty else { return nil }
            return (name, item["value"]?.scalarText ?? "")
        }
        var address = value["raw"]?.string ?? Self.assembled(value)
        if !written.isEmpty || value["raw"] == nil { address = String(address.prefix { $0 != "?" }) }
        for variable in value["variable"]?.items ?? [] {
            guard let name = variable["key"]?.string ?? variable["id"]?.string, !name.isEmpty else { continue }
            let value = variable["value"]?.scalarText ?? ""
            let replaced = Self.replacing(name, by: value.isEmpty ? "1" : value, in: address)
            if value.isEmpty, replaced != address { open.append(name) }
            address = replaced
        }
        base = Self.withScheme(address)
    }

    /// `:name` as a whole segment of the path.
    private static func replacing(_ name: String, by value: String, in address: String) -> String {
        address.split(separator: "/", omittingEmptySubsequences: false)
            .map { $0 == ":\(name)" ? value : String($0) }.joined(separator: "/")
    }

    private static func assembled(_ value: JSONValue) -> String {
        let host = value["host"]?.string ?? value["host"]?.items.compactMap(\.scalarText).joined(separator: ".") ?? ""
        let path =
            value["path"]?.string
            ?? value["path"]?.items.map { $0.scalarText ?? $0["value"]?.scalarText ?? "" }.joined(separator: "/")
        let scheme = value["protocol"]?.string.map { "\($0)://" } ?? ""
        let port = value["port"]?.scalarText.map { ":\($0)" } ?? ""
        return "\(scheme)\(host)\(port)\(path.map { $0.hasPrefix("/") ? $0 : "/\($0)" } ?? "")"
    }

    /// Postman takes an address without a scheme for one of HTTP.
    private static func withScheme(_ address: String) -> String {
        let text = address.trimmed
        guard !text.isEmpty, !text.hasPrefix("{{"), text.prefixMatch(of: #/[A-Za-z][A-Za-z0-9+.-]*:\/\//#) == nil else {
            return text
        }
        return "http://\(text)"
    }
}
