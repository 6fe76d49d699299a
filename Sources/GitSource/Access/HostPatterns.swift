import Crypto
import Foundation

/// The first field of a known_hosts line: names with `*`, `?` and `!`, or one hashed name.
struct HostPatterns {
    private enum Form {
        case hashed(salt: Data, digest: Data)
        case patterns([String])
    }

    private let form: Form

    init(_ text: String) {
        let parts = text.split(separator: "|", omittingEmptySubsequences: false)
        if parts.count == 4, parts[0].isEmpty, parts[1] == "1", let salt = Data(base64Encoded: String(parts[2])),
            let digest = Data(base64Encoded: String(parts[3]))
        {
            form = .hashed(salt: salt, digest: digest)
        } else {
            form = .patterns(text.lowercased().split(separator: ",").map(String.init))
        }
    }

    /// `name` is in lower case, and `[host]:port` where the port is not 22.
    func match(_ name: String) -> Bool {
        switch form {
        case .hashed(let salt, let digest):
            let key = SymmetricKey(data: salt)
            return HMAC<Insecure.SHA1>.isValidAuthenticationCode(digest, authenticating: Data(name.utf8), using: key)
        case .patterns(let patterns):
            let refused = patterns.filter { $0.hasPrefix("!") }.map { $0.dropFirst() }
            if refused.contains(where: { Self.matches(Array(name.utf8), Array($0.utf8)) }) { return false }
            return patterns.contains { !$0.hasPrefix("!") && Self.matches(Array(name.utf8), Array($0.utf8)) }
        }
    }

    /// In steps of at most the product of both lengths: a `*` is only ever tried again from the last one.
    private static func matches(_ name: [UInt8], _ pattern: [UInt8]) -> Bool {
        let (star, one) = (UInt8(ascii: "*"), UInt8(ascii: "?"))
        var (at, next) = (0, 0)
        var retry: (at: Int, next: Int)?
        while at < name.count {
            if next < pattern.count, pattern[next] == star {
                retry = (at, next + 1)
                next += 1
            } else if next < pattern.count, pattern[next] == one || pattern[next] == name[at] {
                (at, next) = (at + 1, next + 1)
            } else if let last = retry {
                retry = (last.at + 1, last.next)
                (at, next) = (last.at + 1, last.next)
            } else {
                return false
            }
        }
        return pattern[next...].allSatisfy { $0 == star }
    }
}
