import CGit2
import Model

/// What is shown of a commit.
enum CommitFacts {
    /// Subject and author are one printable line each, of at most 200 characters.
    static func revision(of commit: GitHandle, ref: String) -> Revision {
        let message = git_commit_message(commit.pointer).map { String(cString: $0) } ?? ""
        let subject = message.drop(while: \.isNewline).prefix { !$0.isNewline }
        let author = git_commit_author(commit.pointer)?.pointee
        let name = author?.name.map { String(cString: $0) } ?? ""
        let email = author?.email.map { String(cString: $0) } ?? ""
        return Revision(
            ref: ref, commit: id(of: commit),
            subject: PrintableText.line(String(subject)), author: PrintableText.line(name.isEmpty ? email : name))
    }

    static func id(of commit: GitHandle) -> GitObjectID {
        BlobID.hex(git_commit_id(commit.pointer)?.pointee.bytes ?? [])
    }
}
