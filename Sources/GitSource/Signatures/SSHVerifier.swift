import Foundation

/// Checks SSH signatures with ssh-keygen(1) for the namespace that git signs in.
struct SSHVerifier {
    let signers: [String]
    let folder: String

    /// Why the signature does not count; nil when it does.
    func refusal(of signed: SignedObject) throws -> String? {
        guard !signers.isEmpty else { return "it is signed with an SSH key, and no allowed signer is given" }
        let allowed = "\(folder)/allowed"
        try Data((signers.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: allowed))
        let signature = "\(folder)/signature.sig"
        try signed.signature.write(to: URL(filePath: signature))
        let payload = "\(folder)/payload"
        try signed.payload.write(to: URL(filePath: payload))
        let process = VerifierProcess(folder: folder)
        let found = try process.run("ssh-keygen", ["-Y", "find-principals", "-f", allowed, "-s", signature])
        // A line each; one that can't be a name is nothing to hand on.
        let principal = found.output.split(whereSeparator: \.isNewline).first.map(String.init)
        guard found.status == 0, let principal, !principal.hasPrefix("-") else { return Self.reason(found.output) }
        let result = try process.run(
            "ssh-keygen", ["-Y", "verify", "-f", allowed, "-I", principal, "-n", "git", "-s", signature],
            input: payload)
        return result.status == 0 ? nil : Self.reason(result.output)
    }

    private static func reason(_ output: String) -> String {
        if output.contains("key has expired") { return "the key that signed it has expired" }
        if output.contains("not yet valid") { return "the key that signed it is not valid yet" }
        if output.contains("namespace") { return "its signature was made for another purpose than git" }
        if output.contains("incorrect signature") { return "its signature is of other contents" }
        if output.contains("No principal matched") { return "the key that signed it is not among the allowed signers" }
        let first = output.split(whereSeparator: \.isNewline).first.map(String.init) ?? "no reason"
        return "ssh-keygen refuses its signature (\(PrintableText.line(first)))"
    }
}
