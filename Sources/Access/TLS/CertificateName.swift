import Foundation

/// A host as a certificate names it (RFC 5280 §4.2.1.6).
package enum CertificateName: Hashable, Sendable {
    /// In lower case; may begin with `*.`.
    case dns(String)
    /// 4 or 16 bytes.
    case address([UInt8])

    /// nil for what no certificate can name: no host at all, or an address that stands for all of a machine's.
    package init?(host: String) {
        if let bytes = Self.bytes(of: host) {
            guard bytes.contains(where: { $0 != 0 }) else { return nil }
            self = .address(bytes)
            return
        }
        let name = host.lowercased()
        guard !name.isEmpty, name.utf8.count <= 253,
            name.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || [45, 46, 95].contains($0) })
        else { return nil }
        self = .dns(name)
    }

    /// Whether a certificate with this name is one of that host; a wildcard stands for one label (RFC 6125 §6.4.3).
    package func covers(_ host: CertificateName) -> Bool {
        guard case .dns(let pattern) = self, case .dns(let name) = host, pattern.hasPrefix("*.") else {
            return self == host
        }
        guard let dot = name.firstIndex(of: "."), dot > name.startIndex else { return false }
        return name[dot...] == pattern.dropFirst()
    }

    /// A host that it covers, as a URL can name it; nil for an IPv6 address.
    package var example: String? {
        switch self {
        case .dns(let name): name.hasPrefix("*.") ? "rondo" + name.dropFirst() : name
        case .address(let bytes): bytes.count == 4 ? bytes.map(String.init).joined(separator: ".") : nil
        }
    }

    private static func bytes(of host: String) -> [UInt8]? {
        for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: count)
            if inet_pton(family, host, &bytes) == 1 { return bytes }
        }
        return nil
    }
}
