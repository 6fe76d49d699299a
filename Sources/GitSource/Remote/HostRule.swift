import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Which hosts a source may name: never those at which a cloud tells its secrets to whoever asks.
enum HostRule {
    private static let metadataNames = ["metadata.google.internal", "metadata.goog", "instance-data"]

    /// Why a host, as it stands in an URL, is not asked; nil when it is.
    static func refusal(of host: String) -> String? {
        if host.isEmpty { return "it names no host" }
        if host.hasPrefix("-") { return "its host begins with `-`" }
        if host.contains("%") { return "its host has an IPv6 zone or an encoded character" }
        let bare = host.trimmingCharacters(in: ["[", "]"]).lowercased()
        let isAddress = host.hasPrefix("[")
        guard bare.utf8.allSatisfy({ isAddress || isNameByte($0) }) else {
            return "its host has a character no name has"
        }
        if metadataNames.contains(bare) { return "metadata services are refused" }
        if let bytes = bytes(of: bare), isLinkLocal(bytes) { return "link-local addresses are refused" }
        return nil
    }

    /// Whether the host is this machine, so that nothing that is sent to it can be read on the way.
    static func isLoopback(_ host: String) -> Bool {
        let bare = host.trimmingCharacters(in: ["[", "]"]).lowercased()
        guard let bytes = bytes(of: bare) else { return bare == "localhost" }
        return bytes.count == 4 ? bytes[0] == 127 : bytes == Array(repeating: 0, count: 15) + [1]
    }

    /// Whether the host is an address and no name.
    static func isAddress(_ host: String) -> Bool {
        bytes(of: host.trimmingCharacters(in: ["[", "]"])) != nil
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte >= 0x80 || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || "-._".utf8.contains(byte)
    }

    /// Four or sixteen bytes; every spelling that inet_aton(3) takes counts, an IPv4 address within an IPv6 one as well.
    private static func bytes(of host: String) -> [UInt8]? {
        var four = in_addr()
        if inet_aton(host, &four) != 0 { return withUnsafeBytes(of: four) { Array($0) } }
        var sixteen = in6_addr()
        guard inet_pton(AF_INET6, host, &sixteen) == 1 else { return nil }
        let bytes = withUnsafeBytes(of: sixteen) { Array($0) }
        let mapped: [UInt8] = Array(repeating: 0, count: 10) + [0xFF, 0xFF]
        let translated: [UInt8] = [0x00, 0x64, 0xFF, 0x9B] + Array(repeating: 0, count: 8)
        return bytes.starts(with: mapped) || bytes.starts(with: translated) ? Array(bytes.suffix(4)) : bytes
    }

    /// 169.254.0.0/16, fe80::/10 and fd00:ec2::254: instance metadata lives there.
    private static func isLinkLocal(_ bytes: [UInt8]) -> Bool {
        if bytes.count == 4 { return bytes[0] == 169 && bytes[1] == 254 }
        let isMetadata = bytes == [0xFD, 0x00, 0x0E, 0xC2] + Array(repeating: 0, count: 10) + [0x02, 0x54]
        return isMetadata || bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80
    }
}
