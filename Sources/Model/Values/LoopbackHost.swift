/// The names and addresses by which a machine reaches itself and nobody else does.
package enum LoopbackHost {
    /// Whether it is one of them; an IPv6 address may stand in brackets.
    package static func holds(_ host: String) -> Bool {
        let bare = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        if ["localhost", "::1"].contains(bare.lowercased()) { return true }
        let parts = bare.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil && !$0.hasPrefix("+") }
    }
}
