package import Foundation
package import Model

/// Wraps keys by remembering them: what it hands out is a handle that means nothing to others.
package actor FakeKeyWrapper: KeyWrapper {
    private struct Entry {
        let key: Data
        let use: KeyUse
    }

    package struct Refusal: Error, CustomStringConvertible {
        package let description: String
    }

    private var entries: [Data: Entry] = [:]
    private var refusing: (wrap: Bool, unwrap: Bool) = (false, false)
    package private(set) var unwraps = 0

    package init() {}

    package func refuse(wrap: Bool = false, unwrap: Bool = false) { refusing = (wrap, unwrap) }

    package func wrap(_ key: Data, with wrapping: WrappingKey, for use: KeyUse) throws -> WrappedKey {
        guard !refusing.wrap else { throw Refusal(description: "the service is away") }
        let bytes = Data(UUID().uuidString.utf8)
        entries[bytes] = Entry(key: key, use: use)
        return WrappedKey(by: wrapping, keyID: "id of \(wrapping.name)", bytes: bytes)
    }

    package func unwrap(_ wrapped: WrappedKey, for use: KeyUse) async throws -> Data {
        unwraps += 1
        await Task.yield()
        guard !refusing.unwrap else { throw Refusal(description: "the service is away") }
        guard let entry = entries[wrapped.bytes], entry.use == use, wrapped.keyID == "id of \(wrapped.by.name)" else {
            throw Refusal(description: "wrapped for something else")
        }
        return entry.key
    }
}
