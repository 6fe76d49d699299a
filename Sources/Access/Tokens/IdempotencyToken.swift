import Crypto
package import Foundation
package import Model

/// The names under which creations are sent to providers, the same for every try of the same creation.
package enum IdempotencyToken {
    /// The token of one incarnation: a UUIDv5 in the name space of its intent.
    package static func token(
        installation: InstallationID, object: ObjectIdentity, ordinal: Int, intent: UUID, incarnation: Int
    ) -> UUID {
        uuid5(namespace: intent, name: "\(installation)/\(object)/\(ordinal)/\(incarnation)")
    }

    /// A name-based UUID (RFC 9562 §5.5): SHA-1 of name space and name, with version and variant set.
    package static func uuid5(namespace: UUID, name: String) -> UUID {
        var hash = Insecure.SHA1()
        hash.update(data: withUnsafeBytes(of: namespace.uuid) { Data($0) })
        hash.update(data: Data(name.utf8))
        var bytes = Array(hash.finalize().prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x50
        bytes[8] = bytes[8] & 0x3F | 0x80
        return UUID(
            uuid: (
                bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7],
                bytes[8], bytes[9], bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]
            ))
    }
}
