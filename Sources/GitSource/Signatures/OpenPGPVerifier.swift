import Foundation

/// Checks OpenPGP signatures with gpgv(1) and a keyring of its own: no agent, no trust database, nobody's home.
struct OpenPGPVerifier {
    let keys: [String]
    let folder: String

    /// Why the signature does not count; nil when it does.
    func refusal(of signed: SignedObject) throws -> String? {
        guard !keys.isEmpty else { return "it is signed with OpenPGP, and no OpenPGP key is trusted" }
        let blocks = keys.map { PEMBlock.all(in: $0).filter { $0.label == "PGP PUBLIC KEY BLOCK" } }
        guard blocks.allSatisfy({ !$0.isEmpty }) else {
            throw GitSourceError.signersUnusable(
                reason: "an OpenPGP key is not armoured: `gpg --armor --export KEY` prints it")
        }
        let ring = "\(folder)/keyring"
        try Data(blocks.joined().map(\.contents).joined()).write(to: URL(filePath: ring))
        let signature = "\(folder)/signature.asc"
        try signed.signature.write(to: URL(filePath: signature))
        let payload = "\(folder)/payload"
        try signed.payload.write(to: URL(filePath: payload))
        let result = try VerifierProcess(folder: folder).run(
            "gpgv",
            [
                "--homedir", folder, "--keyring", ring, "--status-fd", "1", "--weak-digest", "SHA1", "--weak-digest",
                "MD5", signature, payload,
            ])
        return OpenPGPStatus(result.output).refusal
    }
}
