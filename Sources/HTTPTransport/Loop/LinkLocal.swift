import Glibc

/// Addresses that only a machine's own link reaches (RFC 3927, RFC 4291 §2.5.6), and AWS's metadata address of IPv6.
enum LinkLocal {
    /// Whether a host, as a URL has it, is such an address; a name is looked up by libcurl and guarded there.
    static func holds(_ host: String) -> Bool {
        var four = in_addr()
        if inet_pton(AF_INET, host, &four) == 1 { return UInt32(bigEndian: four.s_addr) >> 16 == 0xA9FE }
        let bare = host.hasPrefix("[") ? String(host.dropFirst().prefix { $0 != "]" && $0 != "%" }) : host
        var six = in6_addr()
        guard inet_pton(AF_INET6, bare, &six) == 1 else { return false }
        return withUnsafeBytes(of: six) { bytes in
            bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80
                || bytes.starts(with: [0xFD, 0x00, 0x0E, 0xC2])
                // An address of IPv4 in one of IPv6.
                || bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
                    && bytes[12] == 0xA9 && bytes[13] == 0xFE
        }
    }
}
