import Foundation
import Model
import TestSupport
import Testing

@testable import GitSource

/// Commits and tags that git, gpg and ssh-keygen signed, and what somebody did to them.
@Suite(
    .enabled(if: Tool.areThere("gpg", "gpgv", "ssh-keygen"), "gnupg, gpgv or openssh-client is not installed"))
struct SignatureTests {
    private let place: Place
    private let raw: RawTree

    init() throws {
        place = try Place()
        raw = RawTree(git: place.git)
        try place.git.write("v: 1\n", to: "a.yaml")
        try place.git.commit("Unsigned")
    }

    private func read(_ signers: TrustedSigners, _ ref: GitRemote.Ref = .defaultBranch) async throws -> SourceTree {
        try await place.reader.tree(of: GitRemote(url: place.git.path, ref: ref, signers: signers))
    }

    /// Why the commit is not used; anything else is recorded.
    private func refusal(_ signers: TrustedSigners, _ ref: GitRemote.Ref = .defaultBranch) async -> String {
        let error = await #expect(throws: GitSourceError.self) { try await read(signers, ref) }
        guard case .unverifiedCommit(let object, let reason) = error else {
            Issue.record("\(String(describing: error))")
            return ""
        }
        #expect(object.contains("by Ana Test"), "\(object)")
        #expect(error?.conditionReason == .unverifiedCommit)
        return reason
    }

    /// Makes git sign with a key of the home.
    private func sign(with home: GPGHome, _ address: String) throws {
        try place.git.git("config", "gpg.program", home.program)
        try place.git.git("config", "user.signingkey", address)
    }

    private func sign(with key: SSHKey) throws {
        try place.git.git("config", "gpg.format", "ssh")
        try place.git.git("config", "user.signingkey", key.path)
    }

    private func commit(_ message: String) throws {
        try place.git.write("v: \(message)\n", to: "a.yaml")
        try place.git.git("add", "-A")
        try place.git.git("commit", "-q", "-S", "-m", message)
    }

    @Test("An OpenPGP signature by a trusted key is needed, and enough")
    func openPGP() async throws {
        let home = try GPGHome(in: place.directory.url)
        try home.make("ana@test")
        try home.make("eve@test")
        try sign(with: home, "ana@test")
        let ana = TrustedSigners(openPGPKeys: [try home.publicKey("ana@test")])
        let eve = TrustedSigners(openPGPKeys: [try home.publicKey("eve@test")])
        #expect(await refusal(ana).contains("carries no signature (`git commit -S`"))
        try commit("Signed")
        #expect(try await read(ana).revision.subject == "Signed")
        #expect(try await read(TrustedSigners(openPGPKeys: eve.openPGPKeys + ana.openPGPKeys)).files.count == 1)
        #expect(await refusal(eve).contains("which is not trusted"))
        #expect(await refusal(TrustedSigners()).contains("no OpenPGP key is trusted"))
        let broken = await #expect(throws: GitSourceError.self) {
            try await read(TrustedSigners(openPGPKeys: ["junk"]))
        }
        if case .signersUnusable = broken {} else { Issue.record("\(String(describing: broken))") }

        // The same signature over another tree.
        let signed = try place.git.git("cat-file", "commit", "HEAD") + "\n"
        let other = try raw.tree([.init("100644", "evil.yaml", try raw.blob("v: evil\n"))])
        let forged =
            "tree \(other)\n" + signed.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)[1]
        try place.git.git("update-ref", "refs/heads/forged", try raw.object("commit", Data(forged.utf8)))
        #expect(await refusal(ana, .branch("forged")).contains("is of other contents"))

        // A merge of signed commits is a commit of its own.
        try place.git.git("checkout", "-q", "-b", "side")
        try commit("Side")
        try place.git.git("checkout", "-q", "main")
        try place.git.git("merge", "-q", "--no-ff", "--no-gpg-sign", "-m", "Merge", "side")
        #expect(await refusal(ana).contains("carries no signature"))
        #expect(try await read(ana, .branch("side")).revision.subject == "Side")
        let litter = try FileManager.default.contentsOfDirectory(atPath: place.directory.path("mirrors"))
        #expect(litter.count == 1, "\(litter)")
        await place.reader.stop()
    }

    @Test("Keys that have expired or were revoked count no longer")
    func deadKeys() async throws {
        let home = try GPGHome(in: place.directory.url)
        try home.make("old@test", at: "20200101T000000")
        try home.make("lost@test")
        try sign(with: home, "old@test")
        try place.git.git("config", "gpg.program", try home.program(at: "20200101T000100"))
        try commit("Old")
        let old = TrustedSigners(openPGPKeys: [try home.publicKey("old@test")])
        #expect(await refusal(old).contains("old@test"))
        #expect(await refusal(old).contains("has expired"))
        try sign(with: home, "lost@test")
        try commit("Lost")
        #expect(try await read(TrustedSigners(openPGPKeys: [try home.publicKey("lost@test")])).files.count == 1)
        try home.revoke("lost@test")
        #expect(await refusal(TrustedSigners(openPGPKeys: [try home.publicKey("lost@test")])).contains("was revoked"))
        await place.reader.stop()
    }

    @Test("An SSH signature by an allowed signer is needed, made for git")
    func ssh() async throws {
        let ana = try SSHKey(type: "ed25519", in: place.directory.url)
        let eve = try SSHKey(type: "ecdsa", in: place.directory.url)
        try sign(with: ana)
        try commit("Signed")
        func allowing(_ lines: String...) -> TrustedSigners { TrustedSigners(allowedSigners: lines) }
        #expect(try await read(allowing("ana@test \(ana.publicKey)")).revision.subject == "Signed")
        #expect(
            try await read(allowing("eve@test \(eve.publicKey)", "*@test namespaces=\"git\" \(ana.publicKey)")).files
                .count
                == 1)
        #expect(await refusal(allowing("eve@test \(eve.publicKey)")).contains("not among the allowed signers"))
        #expect(await refusal(allowing("a namespaces=\"file\" \(ana.publicKey)")) != "")
        #expect(await refusal(allowing("a valid-before=\"20200101\" \(ana.publicKey)")).contains("has expired"))
        #expect(await refusal(TrustedSigners(openPGPKeys: ["x"])).contains("no allowed signer is given"))

        // A signature of the same key over the same bytes, but for files.
        let payload = place.directory.url.appending(path: "payload")
        let bare = try place.git.git("commit-tree", "HEAD^{tree}", "-m", "Other purpose")
        let text = try place.git.git("cat-file", "commit", bare) + "\n"
        try Data(text.utf8).write(to: payload)
        try Tool.run(
            "ssh-keygen", ["-q", "-Y", "sign", "-f", ana.path, "-n", "file", payload.path(percentEncoded: false)])
        let signature = try String(contentsOf: payload.appendingPathExtension("sig"), encoding: .utf8)
        let header = "gpgsig " + signature.trimmingCharacters(in: .newlines).replacing("\n", with: "\n ") + "\n"
        let forged = text.replacing("\n\n", with: "\n" + header + "\n", maxReplacements: 1)
        try place.git.git("update-ref", "refs/heads/forged", try raw.object("commit", Data(forged.utf8)))
        #expect(await refusal(allowing("ana@test \(ana.publicKey)"), .branch("forged")).contains("another purpose"))
        await place.reader.stop()
    }

    @Test("Of an annotated tag its own signature counts, of a lightweight one the commit's")
    func tags() async throws {
        let ana = try SSHKey(type: "ed25519", in: place.directory.url)
        try sign(with: ana)
        let signers = TrustedSigners(allowedSigners: ["ana@test \(ana.publicKey)"])
        try place.git.git("tag", "-s", "-m", "v1", "v1")
        try place.git.git("tag", "-m", "v2", "--no-sign", "v2")
        try place.git.git("tag", "light")
        #expect(try await read(signers, .tag("v1")).revision.subject == "Unsigned")
        #expect(await refusal(signers, .tag("v2")).contains("`git tag -s`"))
        #expect(await refusal(signers, .tag("light")).contains("`git commit -S`"))
        try commit("Signed")
        try place.git.git("tag", "-f", "light")
        #expect(try await read(signers, .tag("light")).revision.subject == "Signed")
        try place.git.git("tag", "-m", "v3", "--no-sign", "v3")
        #expect(await refusal(signers, .tag("v3")).contains("`git tag -s`"))
        await place.reader.stop()
    }

    @Test("What the converged commit requires is asked beside the operator's signers, and of every commit but itself")
    func requirement() async throws {
        let ana = try SSHKey(type: "ed25519", in: place.directory.url)
        let eve = try SSHKey(type: "ed25519", in: place.directory.url)
        let converged = GitObjectID(rawValue: try place.git.git("rev-parse", "HEAD"))
        func remote(_ keys: [SSHKey], operatorTrusts signer: SSHKey? = nil) -> GitRemote {
            let signers = signer.map { TrustedSigners(allowedSigners: ["them@test \($0.publicKey)"]) }
            return GitRemote(url: place.git.path, signers: signers)
                .requiring(SignatureRequirement(keys: keys.map(\.publicKey), convergedCommit: converged))
        }
        func refusal(_ remote: GitRemote) async -> String {
            let error = await #expect(throws: GitSourceError.self) { try await place.reader.tree(of: remote) }
            guard case .unverifiedCommit(_, let reason) = error else { return "\(String(describing: error))" }
            return reason
        }
        #expect(try await place.reader.tree(of: remote([ana])).revision.commit == converged, "unsigned, and in force")
        #expect(await refusal(remote([ana], operatorTrusts: ana)).contains("carries no signature"))

        try place.git.git("commit", "-q", "--allow-empty", "-m", "Unsigned, the same files")
        let missing = await refusal(remote([ana]))
        #expect(missing.contains("carries no signature") && missing.contains("`requireSignedCommits` of"), "\(missing)")
        try sign(with: ana)
        try commit("By Ana")
        #expect(try await place.reader.tree(of: remote([eve, ana])).revision.subject == "By Ana")
        #expect(try await place.reader.tree(of: remote([ana], operatorTrusts: ana)).revision.subject == "By Ana")
        let unknown = await refusal(remote([eve], operatorTrusts: ana))
        #expect(unknown.contains("not among the allowed signers") && unknown.contains("requireSignedCommits"))
        let narrower = await refusal(remote([ana], operatorTrusts: eve))
        #expect(narrower.contains("not among the allowed signers") && !narrower.contains("requireSignedCommits"))
        #expect(await refusal(remote([])).contains("no allowed signer"), "nobody's key is anybody's")
        await place.reader.stop()
    }

    @Test("What was read before is looked at again when other signers are asked for")
    func signersChange() async throws {
        let ana = try SSHKey(type: "ed25519", in: place.directory.url)
        let plain = GitRemote(url: place.git.path)
        #expect(try await place.reader.tree(of: plain).files.count == 1)
        let signers = TrustedSigners(allowedSigners: ["ana@test \(ana.publicKey)"])
        #expect(await refusal(signers).contains("no signature"))
        await place.reader.stop()
    }
}
