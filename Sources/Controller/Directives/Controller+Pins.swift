package import Model
import Store

/// Sources that people keep at one commit.
extension Controller {
    /// Keeps a source at a commit, which is read first; a pin that there is is replaced.
    ///
    /// - Parameters:
    ///   - commit: forty digits, or the first ones of a commit that was in force here.
    ///   - source: nil is the only one.
    package func pin(
        _ commit: String, source: String?, reason: String, author: String?
    ) async throws -> SourcePin {
        let watcher = try watcher(named: source)
        let pin = SourcePin(
            source: watcher.name, commit: try await self.commit(commit, of: watcher.name),
            reason: try DirectiveText.reason(reason), author: try DirectiveText.author(author),
            since: services.clock.now().wholeMilliseconds)
        try await watcher.pin(pin)
        _ = hint(source: watcher.name)
        return pin
    }

    /// Lets a source follow what is pushed again.
    package func unpin(source: String?, author: String?) async throws {
        let watcher = try watcher(named: source)
        try await watcher.unpin(author: try DirectiveText.author(author))
        _ = hint(source: watcher.name)
    }

    /// How a commit stands to the one in force; a commit that nobody can place counts as not seen.
    package func standing(of commit: String, source: String?) async throws -> CommitStanding {
        let watcher = try watcher(named: source)
        let digits = commit.lowercased()
        guard digits.count >= 4, digits.count <= 40, digits.allSatisfy(\.isHexDigit) else {
            throw DirectiveError.notACommit(commit)
        }
        guard let current = taken[watcher.name]?.revision?.commit else { return .unseen }
        if current.rawValue.hasPrefix(digits) { return .inForce }
        if digits.count == 40, await watcher.contains(GitObjectID(rawValue: digits), in: current) { return .contained }
        let seen = try await services.store.commits(of: watcher.name, beginningWith: digits)
        return seen.isEmpty ? .unseen : .replaced
    }

    private func commit(_ text: String, of source: String) async throws -> GitObjectID {
        let digits = text.lowercased()
        guard digits.count >= 4, digits.count <= 40, digits.allSatisfy(\.isHexDigit) else {
            throw DirectiveError.notACommit(text)
        }
        if digits.count == 40 { return GitObjectID(rawValue: digits) }
        var found = try await services.store.commits(of: source, beginningWith: digits)
        if let current = revision(of: source)?.commit, current.rawValue.hasPrefix(digits), !found.contains(current) {
            found.append(current)
        }
        guard found.count < 2 else { throw DirectiveError.severalCommits(text, found) }
        guard let commit = found.first else { throw DirectiveError.notACommit(text) }
        return commit
    }

    private func watcher(named name: String?) throws(DirectiveError) -> SourceWatcher {
        let names = watchers.map(\.name)
        guard let name else {
            guard watchers.count == 1 else { throw .severalSources(names) }
            return watchers[0]
        }
        guard let watcher = watchers.first(where: { $0.name == name }) else { throw .unknownSource(name, known: names) }
        return watcher
    }
}
