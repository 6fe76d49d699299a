import Foundation
import Model

/// Looks at a private key just as far as to say in clear words why it can't work, which libssh2 never does.
enum PrivateKeyText {
    private static let longest = 64 << 10
    private static let otherKey = "make an ed25519 or ECDSA key for this source: `ssh-keygen -t ed25519`"
    /// The DER form of 1.2.840.113549.1.1.1.
    private static let rsaIdentifier: [UInt8] = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01]

    /// nil when the key may work. Nothing of the key is in the answer.
    static func refusal(of key: Secret, passphrase: Secret?) -> String? {
        let text = key.reveal()
        guard text.utf8.count <= longest, let block = PEMBlock(text) else {
            return "the private key is not in PEM form: give the text of the whole file, from -----BEGIN to -----END"
        }
        switch block.label {
        case "OPENSSH PRIVATE KEY": return openSSH(block, passphrase)
        case "RSA PRIVATE KEY": return rsa
        case "EC PRIVATE KEY":
            return block.headers.contains { $0.contains("ENCRYPTED") } ? missing(passphrase) : nil
        case "PRIVATE KEY":
            return block.contents.firstRange(of: Data(rsaIdentifier)) != nil ? rsa : nil
        case "ENCRYPTED PRIVATE KEY": return missing(passphrase)
        case let label where label.contains("PUBLIC"): return "it is the public half of a key: give the private one"
        case let label: return "a key of the form `\(PrintableText.line(label))` can't be used; \(otherKey)"
        }
    }

    private static let rsa =
        "RSA keys can't be used, because libssh2 signs with them by SHA-1 only, which servers refuse; "
        + otherKey

    private static func missing(_ passphrase: Secret?) -> String? {
        passphrase == nil ? "the private key is encrypted: give its passphrase as well" : nil
    }

    private static func openSSH(_ block: PEMBlock, _ passphrase: Secret?) -> String? {
        var blob = SSHBlob(block.contents)
        guard blob.skips(Array("openssh-key-v1\0".utf8)), let cipher = blob.text(), blob.string() != nil,
            blob.string() != nil, blob.number() != nil, let publicKey = blob.string(),
            let type = SSHBlob.type(ofKey: publicKey)
        else { return "the private key is damaged: give the text of the whole file" }
        if type == "ssh-rsa" { return rsa }
        if type != "ssh-ed25519", !type.hasPrefix("ecdsa-sha2-") {
            return "a key of the type `\(type)` can't be used; \(otherKey)"
        }
        return cipher == "none" ? nil : missing(passphrase)
    }
}
