import CGit2
import Foundation

/// Turns what libgit2 says into what the reader of the message can do something about.
enum ErrorTranslation {
    static func translate(_ error: LibGitError, for request: GitRequest) -> GitSourceError {
        let url = request.displayURL
        let reason = MaskedText.mask(error.message)
        if let limitation = limitation(of: error, request: request) {
            return .unsupportedRepository(url: url, reason: limitation)
        }
        if error.klass == GIT_ERROR_NOMEMORY {
            return .overBound(.memory, limit: MemoryBound.bytes, path: url)
        }
        // libgit2 has no code of its own for a full disk: it quotes strerror(ENOSPC) or strerror(EDQUOT).
        if reason.contains("No space left") || reason.contains("quota exceeded") {
            return .mirrorUnusable(folder: request.mirror, reason: reason)
        }
        switch error.phase {
        case .mirror: return .mirrorUnusable(folder: request.mirror, reason: reason)
        case .read: return .corruptRepository(url: url, reason: reason)
        case .remote: return remoteFailure(error, reason: reason, request: request)
        }
    }

    private static func remoteFailure(
        _ error: LibGitError, reason: String, request: GitRequest
    ) -> GitSourceError {
        let url = request.displayURL
        if error.code == GIT_EAUTH || reason.contains("authentication required") {
            return request.access == nil ? .authenticationRequired(url: url) : .credentialsRefused(url: url)
        }
        if reason.contains("status code: 401") || reason.contains("status code: 403") {
            return .credentialsRefused(url: url)
        }
        if reason.contains("status code: 404") { return .notARepository(url: url) }
        switch error.klass {
        case GIT_ERROR_SSH: return sshFailure(reason, url: url)
        case GIT_ERROR_REPOSITORY: return .notARepository(url: url)
        case GIT_ERROR_OS, GIT_ERROR_NET, GIT_ERROR_HTTP, GIT_ERROR_SSL: return .unreachable(url: url, reason: reason)
        case GIT_ERROR_ODB, GIT_ERROR_ZLIB, GIT_ERROR_OBJECT, GIT_ERROR_INDEXER, GIT_ERROR_TREE, GIT_ERROR_SHA:
            return .corruptRepository(url: url, reason: reason)
        default:
            // A folder is read directly: what is neither its absence nor the disk is its contents.
            return request.address.isFolder
                ? .corruptRepository(url: url, reason: reason) : .unreachable(url: url, reason: reason)
        }
    }

    /// What libssh2 says, or what the program at the other end wrote before it gave up.
    private static func sshFailure(_ reason: String, url: String) -> GitSourceError {
        if reason.contains("exchange encryption keys") {
            return .untrustedServer(
                url: url,
                reason:
                    "it has no host key of a type that known_hosts has for it, or only RSA keys, which libssh2 checks "
                    + "by SHA-1 alone: compare with `ssh-keyscan HOST`, or give the server an ed25519 or ECDSA host key"
            )
        }
        if reason.contains("password?") {
            return .credentialsUnusable(url: url, reason: "the passphrase does not open the private key")
        }
        if reason.contains("authenticate") { return .credentialsRefused(url: url) }
        let missing = ["not appear to be a git repository", "not found", "No such file", "does not exist"]
        if missing.contains(where: reason.contains) { return .notARepository(url: url) }
        return .unreachable(url: url, reason: reason)
    }

    /// What libgit2 1.5 can't do, in words that name the way out.
    private static func limitation(of error: LibGitError, request: GitRequest) -> String? {
        if error.message.contains("objectformat") {
            return "it uses SHA-256 object ids; make it with `git init --object-format=sha1`"
        }
        if case .folder(let path) = request.address, error.phase != .mirror {
            let shallow = ["\(path)/shallow", "\(path)/.git/shallow"].contains {
                FileManager.default.fileExists(atPath: $0)
            }
            if shallow { return "it is a shallow clone; run `git fetch --unshallow` there" }
        }
        return nil
    }
}
