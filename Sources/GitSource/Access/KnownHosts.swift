import Foundation

/// The servers that a source believes, as OpenSSH writes them down (sshd(8), known_hosts).
///
/// Read by hand, because this libgit2 leaves the whole check to its caller.
struct KnownHosts {
    /// What is known of a host that shows a key.
    enum Verdict: Equatable {
        case trusted
        case unknownHost
        /// Another key of the same type is known: somebody may stand in between.
        case otherKey
        /// Only keys of these types are known.
        case otherTypes([String])
        case revoked
    }

    private struct Entry {
        let isRevoked: Bool
        let hosts: HostPatterns
        let type: String
        let key: [UInt8]
    }

    private static let longest = 1 << 20
    private let entries: [Entry]

    /// Lines that are not entries are passed over, those with a certificate authority as well: libgit2 checks none.
    init(_ text: String) {
        guard text.utf8.count <= Self.longest else {
            entries = []
            return
        }
        entries = text.split(whereSeparator: \.isNewline).compactMap { line in
            var fields = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
            guard let first = fields.first, !first.hasPrefix("#") else { return nil }
            let isRevoked = first == "@revoked"
            if isRevoked { fields.removeFirst() } else if first.hasPrefix("@") { return nil }
            guard fields.count >= 3, let key = Data(base64Encoded: fields[2]), SSHBlob.type(ofKey: key) == fields[1]
            else { return nil }
            return Entry(isRevoked: isRevoked, hosts: HostPatterns(fields[0]), type: fields[1], key: Array(key))
        }
    }

    var isEmpty: Bool { entries.isEmpty }

    /// `key` is what the server showed.
    func verdict(host: String, port: Int, key: [UInt8]) -> Verdict {
        let name = port == SSHAddress.standardPort ? host : "[\(host)]:\(port)"
        let known = entries.filter { $0.hosts.match(name) }
        if known.contains(where: { $0.isRevoked && $0.key == key }) { return .revoked }
        let valid = known.filter { !$0.isRevoked }
        if valid.contains(where: { $0.key == key }) { return .trusted }
        if valid.isEmpty { return .unknownHost }
        let type = SSHBlob.type(ofKey: key)
        if valid.contains(where: { $0.type == type }) { return .otherKey }
        return .otherTypes(Array(Set(valid.map(\.type))).sorted())
    }
}
