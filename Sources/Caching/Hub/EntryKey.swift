import struct Crypto.SHA256
import Model

/// Under which key a result stands in a store.
///
/// Whatever the key that was asked for covers: namespace and environment are part of it, so that a result never crosses
/// them, not even through a folder that passes from one policy to another.
enum EntryKey {
    static func make(_ key: Digest, namespace: String, environment: String) -> Digest {
        var hash = SHA256()
        // Names are DNS labels, so a zero byte parts them.
        for part in [namespace, environment, key.rawValue] {
            hash.update(data: Array(part.utf8))
            hash.update(data: [0])
        }
        let digits = Array("0123456789abcdef".utf8)
        let text = hash.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0xF)]] }
        return Digest(rawValue: String(decoding: text, as: UTF8.self))
    }
}
