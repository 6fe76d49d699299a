package import Model

/// Why what a person asks of a controller can't be done.
package enum DirectiveError: Error, Hashable, CustomStringConvertible {
    case unknownObject(ObjectIdentity)
    case unknownSource(String, known: [String])
    case severalSources([String])
    case suspendedInGit(ObjectIdentity)
    case suspended(Suspension)
    case notSuspended(ObjectIdentity)
    case noLifetime(ObjectIdentity, environment: ObjectIdentity?)
    case notPinned(String)
    case notPinnable(String)
    case notACommit(String)
    case severalCommits(String, [GitObjectID])
    case unreadableCommit(GitObjectID, reason: String)
    case emptyReason
    case tooLong(String, limit: Int)
    case inThePast

    package var isNotFound: Bool {
        switch self {
        case .unknownObject, .unknownSource, .notSuspended, .notPinned: true
        case .severalSources, .suspendedInGit, .suspended, .noLifetime, .notPinnable, .notACommit, .severalCommits,
            .unreadableCommit, .emptyReason, .tooLong, .inThePast:
            false
        }
    }

    package var description: String {
        switch self {
        case .unknownObject(let object): "there is no \(object); `rondo get` lists what there is"
        case .unknownSource(let name, let known):
            "there is no source `\(name)`: there is \(known.joined(separator: ", "))"
        case .severalSources(let names):
            "there are several sources (\(names.joined(separator: ", "))): say with --source which one is meant"
        case .suspendedInGit(let object):
            "\(object) is suspended in git: set `suspend: false` in its manifest"
        case .suspended(let suspension):
            "\(suspension.object) is \(suspension); `rondo resume \(suspension.object)` ends that"
        case .notSuspended(let object): "\(object) is not suspended"
        case .noLifetime(let object, let environment?):
            "\(object) has no `ttl` of its own; `rondo renew \(environment)` renews the one of its environment"
        case .noLifetime(let object, nil): "\(object) has no `ttl`, so that it never expires"
        case .notPinned(let source): "source `\(source)` is not pinned"
        case .notPinnable(let source): "source `\(source)` is a folder, which has no commits to pin it to"
        case .notACommit(let text):
            "`\(text)` names no commit: write all forty digits, or at least four of one that was in force here"
        case .severalCommits(let text, let commits):
            "`\(text)` could be \(commits.map(\.short).joined(separator: ", ")): write more digits"
        case .unreadableCommit(let commit, let reason): "commit \(commit.short) can't be read: \(reason)"
        case .emptyReason: "a reason is needed: say with --reason why, so that others know"
        case .tooLong(let what, let limit): "the \(what) is longer than \(limit) characters"
        case .inThePast: "the time until which it is to last is over already"
        }
    }
}
