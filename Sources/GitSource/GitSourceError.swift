package import Model

/// Why a source could not be read; the description says what to do next.
package enum GitSourceError: Error, Hashable, Sendable, Codable {
    case unsupportedURL(String, reason: String)
    case invalidRef(String, reason: String)
    case invalidPath(String, reason: String)
    /// The network, the server or the folder did not answer as a repository does.
    case unreachable(url: String, reason: String)
    case authenticationRequired(url: String)
    /// The server did not take the credentials that were given.
    case credentialsRefused(url: String)
    /// Credentials or authorities that can't work at this address.
    case credentialsUnusable(url: String, reason: String)
    /// A server that did not prove to be the one that is meant.
    case untrustedServer(url: String, reason: String)
    /// `object` names the commit or tag and who wrote it.
    case unverifiedCommit(object: String, reason: String)
    /// The keys that commits must be signed with, or the programs that check them, can't be used.
    case signersUnusable(reason: String)
    case notARepository(url: String)
    case emptyRepository(url: String)
    /// `available` holds a few refs of the same sort, sorted; `nearest` is what was probably meant.
    case refNotFound(url: String, ref: String, nearest: String?, available: [String])
    case pathNotFound(path: String, commit: String)
    case pathIsNotAFolder(path: String)
    case overBound(SourceBound, limit: Int, path: String)
    /// A repository of a sort that libgit2 1.5 can't read.
    case unsupportedRepository(url: String, reason: String)
    /// Objects are missing or damaged, also after a fresh copy.
    case corruptRepository(url: String, reason: String)
    /// The copy on this machine can't be written.
    case mirrorUnusable(folder: String, reason: String)
    case timedOut(url: String, after: Duration)
    case cancelled
    /// The child process ended in the middle of a request.
    case childDied(reason: String)
    case childNotStarted(executable: String, reason: String)
    /// The child process answered something that makes no sense; it was ended.
    case childUntrusted(reason: String)
    case folderUnreadable(path: String, reason: String)
}

/// What is bounded in every tree that is read.
package enum SourceBound: String, Hashable, Sendable, Codable {
    case entries
    case depth
    case totalBytes
    case transfer
    case listing
    case memory
    /// Bytes of one tree, commit or tag.
    case object
}

extension GitSourceError: ReasonedError {
    package var conditionReason: ConditionReason {
        switch self {
        case .unverifiedCommit, .signersUnusable: .unverifiedCommit
        default: .fetchFailed
        }
    }
}

extension GitSourceError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unsupportedURL(let url, let reason): "can't use `\(url)` as a source: \(reason)"
        case .invalidRef(let name, let reason):
            "`\(name)` can't be followed: \(reason); `git ls-remote` lists the names"
        case .invalidPath(let path, let reason): "can't use the path `\(path)`: \(reason)"
        case .unreachable(let url, let reason):
            "cannot reach \(url): \(reason); check the address and that this machine has network"
        case .authenticationRequired(let url):
            "\(url) asks for a user name and password: check the credentials of this source"
        case .credentialsRefused(let url):
            "\(url) refuses the credentials of this source: check that they are still valid and may read it"
        case .credentialsUnusable(let url, let reason): "the credentials for \(url) can't be used: \(reason)"
        case .untrustedServer(let url, let reason): "the server of \(url) is not trusted: \(reason)"
        case .unverifiedCommit(let object, let reason):
            "\(object) is not used: \(reason); what was read before stays in force"
        case .signersUnusable(let reason): "signatures of commits can't be checked: \(reason)"
        case .notARepository(let url):
            "there is no git repository at \(url): check the address, or `git init` and commit there"
        case .emptyRepository(let url): "\(url) has no commit yet: commit the first manifest and push it"
        case .refNotFound(let url, let ref, let nearest, let available):
            Self.describeMissingRef(url: url, ref: ref, nearest: nearest, available: available)
        case .pathNotFound(let path, let commit):
            "there is no folder `\(path)` in commit \(commit.prefix(7)): check --path, or commit the folder"
        case .pathIsNotAFolder(let path): "`\(path)` is not a folder: --path names the folder that holds the manifests"
        case .overBound(let bound, let limit, let path): Self.describe(bound, limit: limit, path: path)
        case .unsupportedRepository(let url, let reason): "can't read the repository at \(url): \(reason)"
        case .corruptRepository(let url, let reason):
            "the repository at \(url) is damaged: \(reason); run `git fsck` there and restore what it names"
        case .mirrorUnusable(let folder, let reason):
            "can't keep a copy of the source in \(folder): \(reason); check free space and that the folder is writable"
        case .timedOut(let url, let after):
            "\(url) did not answer within \(after.components.seconds) s: check the server and the network; "
                + "it will be tried again"
        case .cancelled: "reading the source was cancelled"
        case .childDied(let reason):
            "the process that reads git ended (\(reason)); it is started again with the next read"
        case .childNotStarted(let executable, let reason):
            "can't start \(executable) to read git: \(reason); check that the file exists and may be executed"
        case .childUntrusted(let reason):
            "the process that reads git answered out of turn (\(reason)) and was ended; report this with the source's URL"
        case .folderUnreadable(let path, let reason):
            "can't read the folder \(path): \(reason); check that it exists and may be read"
        }
    }

    private static func describeMissingRef(url: String, ref: String, nearest: String?, available: [String]) -> String {
        let hint =
            if let nearest {
                "did you mean `\(nearest)`?"
            } else if available.isEmpty {
                "it has nothing of that sort."
            } else {
                "it has \(available.map { "`\($0)`" }.joined(separator: ", "))."
            }
        return "\(ref) does not exist in \(url): \(hint) Name another with --branch or --ref"
    }

    private static func describe(_ bound: SourceBound, limit: Int, path: String) -> String {
        let place = path.isEmpty ? "the repository" : "`\(path)`"
        return switch bound {
        case .entries: "\(place) has more than \(limit) entries: name the folder that holds the manifests with --path"
        case .depth: "\(place) is nested more than \(limit) folders deep: move the manifests up"
        case .totalBytes:
            "the manifests below \(place) are larger than \(limit >> 20) MiB together: "
                + "name the folder that holds them with --path"
        case .listing:
            "the paths of the files below \(place) take more than \(limit >> 20) MiB: "
                + "name the folder that holds the manifests and their inputs with --path"
        case .memory:
            "\(place) needs more than \(limit >> 20) MiB of memory to be read: keep large and very many files out of it"
        case .object:
            "\(place) holds a tree, commit or tag of more than \(limit >> 20) MiB: split the folder, or shorten the message"
        case .transfer:
            "\(place) sends more than \(limit >> 20) MiB: keep large files out of the repository, or use a smaller one"
        }
    }
}
