import Testing

@testable import GitSource

@Suite struct GitSourceErrorTests {
    @Test(arguments: [
        (GitSourceError.unsupportedURL("ext::x", reason: "no"), "can't use `ext::x`"),
        (.invalidRef("a b", reason: "it contains ` `"), "git ls-remote"), (.invalidPath("..", reason: "no"), "`..`"),
        (.unreachable(url: "u", reason: "r"), "check the address"), (.authenticationRequired(url: "u"), "credentials"),
        (.notARepository(url: "u"), "git init"), (.emptyRepository(url: "u"), "push"),
        (.refNotFound(url: "u", ref: "branch `mian`", nearest: "main", available: ["main"]), "did you mean `main`?"),
        (.refNotFound(url: "u", ref: "r", nearest: nil, available: ["a", "b"]), "it has `a`, `b`. Name another"),
        (.refNotFound(url: "u", ref: "r", nearest: nil, available: []), "it has nothing of that sort. Name another"),
        (.pathNotFound(path: "p", commit: "0123456789"), "commit 0123456:"), (.pathIsNotAFolder(path: "p"), "--path"),
        (.overBound(.entries, limit: 5, path: ""), "the repository has more than 5 entries"),
        (.overBound(.depth, limit: 5, path: "a/b"), "`a/b` is nested"),
        (.overBound(.totalBytes, limit: 3 << 20, path: "a"), "3 MiB together"),
        (.overBound(.transfer, limit: 3 << 20, path: "u"), "sends more than 3 MiB"),
        (.overBound(.memory, limit: 512 << 20, path: "u"), "512 MiB of memory"),
        (.overBound(.object, limit: 32 << 20, path: ""), "more than 32 MiB"),
        (.credentialsRefused(url: "u"), "still valid"),
        (.credentialsUnusable(url: "u", reason: "r"), "can't be used: r"),
        (.untrustedServer(url: "u", reason: "r"), "is not trusted: r"),
        (.unverifiedCommit(object: "commit a by Ana", reason: "r"), "commit a by Ana is not used: r"),
        (.signersUnusable(reason: "r"), "can't be checked: r"),
        (.unsupportedRepository(url: "u", reason: "r"), "can't read"),
        (.corruptRepository(url: "u", reason: "r"), "git fsck"),
        (.mirrorUnusable(folder: "f", reason: "r"), "free space"),
        (.timedOut(url: "u", after: .seconds(9)), "within 9 s"),
        (.cancelled, "cancelled"), (.childDied(reason: "signal 9"), "(signal 9)"),
        (.childNotStarted(executable: "e", reason: "r"), "may be executed"),
        (.childUntrusted(reason: "r"), "report this"),
        (.folderUnreadable(path: "p", reason: "r"), "may be read"),
    ])
    func saysWhatToDoNext(error: GitSourceError, part: String) {
        #expect("\(error)".contains(part), "\(error)")
        #expect(!"\(error)".hasSuffix("."))
    }
}
