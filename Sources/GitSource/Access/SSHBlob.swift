/// Reads the binary form of SSH keys: numbers of four bytes, and strings with their length before them (RFC 4251).
struct SSHBlob {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: some Sequence<UInt8>) { rest = Array(bytes)[...] }

    mutating func number() -> Int? {
        guard rest.count >= 4 else { return nil }
        defer { rest = rest.dropFirst(4) }
        return rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    }

    mutating func string() -> [UInt8]? {
        guard let length = number(), length <= rest.count else { return nil }
        defer { rest = rest.dropFirst(length) }
        return Array(rest.prefix(length))
    }

    mutating func text() -> String? { string().map { PrintableText.line(String(decoding: $0, as: UTF8.self)) } }

    mutating func skips(_ prefix: some Collection<UInt8>) -> Bool {
        guard rest.starts(with: prefix) else { return false }
        rest = rest.dropFirst(prefix.count)
        return true
    }

    /// The type that a public key names first: `ssh-ed25519`.
    static func type(ofKey key: some Sequence<UInt8>) -> String? {
        var blob = SSHBlob(key)
        return blob.text()
    }
}
