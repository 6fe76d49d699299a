import Glibc

/// Addresses as the system itself reads them.
enum IPAddressForm {
    static func isIPv4(_ text: String) -> Bool { reads(text, AF_INET) }
    static func isIPv6(_ text: String) -> Bool { reads(text, AF_INET6) }

    private static func reads(_ text: String, _ family: Int32) -> Bool {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return false }
        var address = in6_addr()
        return inet_pton(family, text, &address) == 1
    }
}
