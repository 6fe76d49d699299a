import Foundation

/// A public key of `requireSignedCommits.keys`, told apart by its form.
///
/// Of an SSH key the form is checked as a whole, of an OpenPGP key only its armour: a key that no tool takes would lock
/// everybody out of the repository.
package enum CommitSignerKey: Hashable, Sendable {
    /// An armoured public key block.
    case openPGP(String)
    /// A line of ssh-keygen(1)'s allowed signers file.
    case ssh(line: String)

    private static let openPGPBegin = "-----BEGIN PGP PUBLIC KEY BLOCK-----"
    private static let openPGPEnd = "-----END PGP PUBLIC KEY BLOCK-----"
    private static let sshTypes: Set<String> = [
        "ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
        "sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com",
    ]
    /// Who signs where a bare key names nobody.
    private static let anybody = "git"

    /// nil when it is neither; `ssh-ed25519 AAAA…` is taken with and without principals and options before it.
    package init?(_ text: String) {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        if text.hasPrefix(Self.openPGPBegin) {
            guard text.hasSuffix(Self.openPGPEnd), text.utf8.count <= 1 << 18, Self.holdsBase64(text) else {
                return nil
            }
            self = .openPGP(text + "\n")
        } else {
            guard !text.hasPrefix("-"), !text.hasPrefix("#"), text.utf8.count <= 1 << 14,
                text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }),
                let line = Self.allowedSigner(text)
            else { return nil }
            self = .ssh(line: line)
        }
    }

    private static func allowedSigner(_ text: String) -> String? {
        let words = text.split(separator: " ").map(String.init)
        guard let place = words.firstIndex(where: sshTypes.contains), words.indices.contains(place + 1),
            let blob = Data(base64Encoded: words[place + 1]), isKey(blob, of: words[place])
        else { return nil }
        return place == 0 ? "\(anybody) \(words[0]) \(words[1])" : text
    }

    /// Whether the bytes begin with the name of the type, as RFC 4253 §6.6 has them.
    private static func isKey(_ blob: Data, of type: String) -> Bool {
        let name = Data(type.utf8)
        return blob.count > name.count + 8 && blob.prefix(4).elementsEqual([0, 0, 0, UInt8(name.count)])
            && blob.dropFirst(4).prefix(name.count) == name
    }

    /// Whether something that can be read stands between the lines of the armour.
    private static func holdsBase64(_ armour: String) -> Bool {
        let lines = armour.split(whereSeparator: \.isNewline).dropFirst().dropLast()
            .map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty && !$0.contains(": ") && !$0.hasPrefix("=") }
        return Data(base64Encoded: lines.joined()).map { $0.count > 32 } ?? false
    }
}
