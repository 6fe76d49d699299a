import Crypto
package import Foundation
package import Model

/// The bearer token of whoever may read the state folder, kept in its file `admin-token`.
package struct AdminToken: Sendable {
    package static let fileName = "admin-token"

    package let secret: Secret

    /// Loads the token, or makes one of 32 random bytes the first time.
    package static func loadOrCreate(stateFolder: URL) async throws(AccessError) -> AdminToken {
        try await OffPool.run { () throws(AccessError) in
            let file = PrivateFile(directory: stateFolder, name: fileName)
            return try parse(file.readOrCreate { Data("\(RandomToken.make(bytes: 32))\n".utf8) }, file)
        }
    }

    /// Loads the token; nil when there is none yet.
    package static func load(stateFolder: URL) async throws(AccessError) -> AdminToken? {
        try await OffPool.run { () throws(AccessError) in
            let file = PrivateFile(directory: stateFolder, name: fileName)
            guard let contents = try file.read() else { return nil }
            return try parse(contents, file)
        }
    }

    /// Whether somebody presented this token; hashes are compared in constant time, so that timing tells nothing.
    package func matches(_ presented: String) -> Bool {
        SHA256.hash(data: Data(presented.utf8)) == SHA256.hash(data: Data(secret.reveal().utf8))
    }

    private static func parse(_ contents: Data, _ file: PrivateFile) throws(AccessError) -> AdminToken {
        let text = String(decoding: contents, as: UTF8.self).trimmingCharacters(in: .newlines)
        guard text.utf8.count >= 32, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .unusable(path: file.path, reason: "a token is one line of at least 32 characters without spaces")
        }
        return AdminToken(secret: Secret(text))
    }
}
