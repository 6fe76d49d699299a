import CGit2
import Crypto
import Foundation
import Model

/// Whether a commit, or the tag that leads to it, is signed by somebody who is trusted.
struct SignatureCheck {
    let mirror: Mirror
    let signers: TrustedSigners
    /// For keys and signatures while they are looked at; made and removed here.
    let folder: String

    /// Throws unless it is. `id` is what the ref names: of an annotated tag the tag's own signature counts, which covers
    /// the commit's id. The bytes that are checked are those of `id`, and `revision` is the commit that they lead to.
    func check(_ id: GitObjectID, _ revision: Revision) throws {
        let (type, bytes) = try mirror.contents(of: id)
        let isTag = type == GIT_OBJECT_TAG
        let object = "commit \(revision.commit.short) by \(revision.author)"
        let shown = isTag ? "the tag `\(revision.ref)` of \(object)" : object
        guard Self.id(of: bytes, isTag: isTag) == id else {
            throw GitSourceError.corruptRepository(url: mirror.folder, reason: "object \(id.short) has other contents")
        }
        let reason =
            switch Self.takeApart(bytes, isTag: isTag) {
            case .success(let signed): try refusal(of: signed)
            case .failure(let problem): Self.reason(problem, isTag: isTag)
            }
        if let reason { throw GitSourceError.unverifiedCommit(object: shown, reason: reason) }
    }

    private static func takeApart(_ bytes: Data, isTag: Bool) -> Result<SignedObject, SignedObject.Problem> {
        Result { () throws(SignedObject.Problem) in
            try isTag ? SignedObject.tag(bytes) : SignedObject.commit(bytes)
        }
    }

    private static func reason(_ problem: SignedObject.Problem, isTag: Bool) -> String {
        switch problem {
        case .unsigned:
            isTag
                ? "it carries no signature (`git tag -s` makes one)"
                : "it carries no signature (`git commit -S` makes one)"
        case .ambiguous: "it carries more than one signature, or is written so that git tools would read it differently"
        case .unsupported: "its signature is neither OpenPGP nor SSH"
        }
    }

    private func refusal(of signed: SignedObject) throws -> String? {
        MirrorSweep.remove(folder)
        defer { MirrorSweep.remove(folder) }
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        switch signed.form {
        case .openPGP: return try OpenPGPVerifier(keys: signers.openPGPKeys, folder: folder).refusal(of: signed)
        case .ssh: return try SSHVerifier(signers: signers.allowedSigners, folder: folder).refusal(of: signed)
        }
    }

    /// Git's own id of a commit or tag.
    private static func id(of bytes: Data, isTag: Bool) -> GitObjectID {
        var hash = Insecure.SHA1()
        hash.update(data: Data("\(isTag ? "tag" : "commit") \(bytes.count)\0".utf8))
        hash.update(data: bytes)
        return BlobID.hex(hash.finalize())
    }
}
