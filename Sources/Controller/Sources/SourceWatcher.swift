import Foundation
package import Manifests
package import Model
package import Store

/// Looks at the source and says what is desired: `known`, or `stale` with the last good set, or `unknown`.
package actor SourceWatcher {
    /// What the last look found, for people and for the controller.
    package struct Look: Sendable {
        package let desired: DesiredState
        package let status: SourceStatus
        /// Whether the source has been looked at since the controller started.
        package let isFresh: Bool
    }

    private let source: ControllerConfiguration.Source
    /// Begins what it tells, so that several sources can be told apart; empty for the only one.
    private let label: String
    private let read: @Sendable (SourceRequest) async throws -> SourceTree
    /// Reads one commit, whatever is pushed; nil where there are no commits.
    private let commits: SourceCommits?
    private let loader: ManifestLoader
    private let store: Store
    private let clock: any WallClock
    private let report: @Sendable (Event) -> Void
    private var lastGood: DesiredSet?
    /// What was applied by an earlier version that left no desired set; only for what the newest commit breaks.
    private var applied: DesiredSet?
    /// Whether some test names files of the repository, so that they have to be listed.
    private var needsListing = false
    private var converged: Revision?
    /// Who keeps it at which commit; nil while it follows what is pushed.
    private var pin: SourcePin?
    /// What the store holds of it; most looks find nothing new, and a set of thousands of objects is dear to write.
    private var written: StoredSource?
    /// The newest save; each waits for the one before it.
    private var saving: Task<Void, any Error>?
    package private(set) var look: Look

    package init(
        source: ControllerConfiguration.Source, label: String = "",
        read: @escaping @Sendable (SourceRequest) async throws -> SourceTree, commits: SourceCommits? = nil,
        loader: ManifestLoader, store: Store, clock: any WallClock, report: @escaping @Sendable (Event) -> Void
    ) {
        self.source = source
        self.label = label
        self.read = read
        self.commits = commits
        self.loader = loader
        self.store = store
        self.clock = clock
        self.report = report
        look = Look(
            desired: .unknown(reason: "the source has not been read yet"),
            status: SourceStatus(name: source.name, url: source.url, revision: nil, conditions: []), isFresh: false)
    }

    package nonisolated var name: String { source.name }
    nonisolated var interval: Duration { source.interval }

    /// Takes up the last good set of a previous controller, so that healing starts before git answers.
    ///
    /// - Parameter applied: what was applied, most of which that set holds as well.
    package func restore(applied known: [ObjectIdentity: DeclaredObject] = [:]) async throws {
        if let kept = try await store.pins().first(where: { $0.source == source.name }) {
            pin = kept
            tell(.warning, .pinned, "still \(kept); `rondo unpin` ends that")
        }
        guard var stored = try await store.source(named: source.name) else { return }
        stored.lastGood = stored.lastGood?.sharing(known)
        written = stored
        converged = stored.convergedRevision
        if stored.url != source.url {
            tell(
                .warning, .newRevision,
                "the source was \(stored.url) until now; \(source.url) is read as its next commit")
        }
        guard let set = stored.lastGood else { return try await restoreApplied() }
        lastGood = set
        look = Look(
            desired: .stale(set, reason: "the source has not been read yet"),
            status: SourceStatus(
                name: source.name, url: source.url, revision: set.revision, conditions: stored.status.conditions,
                diagnostics: set.diagnostics, fileCount: set.fileCount, pin: pin), isFresh: false)
    }

    /// After an upgrade or a loss: the objects as they were applied are the last good version of each.
    private func restoreApplied() async throws {
        let objects = try await store.objects().filter { $0.source == source.name }
        guard let newest = objects.max(by: { $0.generation < $1.generation }) else { return }
        applied = DesiredSet(source: source.name, revision: newest.revision, objects: objects.map(\.declared))
    }

    /// Reads the source once and returns what is desired from now on.
    package func refresh() async -> Look {
        let asked = pin
        do {
            let loaded = try await load()
            // Whoever pinned or unpinned it meanwhile means another commit.
            guard pin == asked else { return await refresh() }
            if let reason = loaded.refusal {
                await adopt(stale: reason, because: .emptyTree)
            } else {
                await adopt(known: loaded.set)
            }
        } catch {
            // A controller that stops reads no further: that says nothing of the source.
            guard !Task.isCancelled else { return look }
            guard pin == asked else { return await refresh() }
            await adopt(stale: "\(error)", because: (error as? any ReasonedError)?.conditionReason ?? .fetchFailed)
        }
        return look
    }

    /// Lists the repository's files only while a test names some; the first time that takes a second reading.
    private func load() async throws -> LoadedManifests {
        let good = lastGood ?? applied
        let tree = try await tree(listing: needsListing)
        let loaded = loader.load(tree, source: source.name, lastGood: good)
        defer { needsListing = loaded.needsListing }
        guard loaded.needsListing, tree.listing == nil else { return loaded }
        let listed = try await self.tree(listing: true)
        return loader.load(listed, source: source.name, lastGood: good)
    }

    /// Reads a commit that has what the last converged one requires, also when one converges in the meantime.
    private func tree(listing: Bool) async throws -> SourceTree {
        while true {
            let asked = requirement
            let tree = try await readTree(SourceRequest(listing: listing, requirement: asked))
            if requirement == asked || requirement?.convergedCommit == tree.revision.commit { return tree }
        }
    }

    private var requirement: SignatureRequirement? {
        guard let converged, let signed = lastGood?.convergedRepository?.requireSignedCommits else { return nil }
        return SignatureRequirement(keys: signed.keys, convergedCommit: converged.commit)
    }

    /// The pinned commit under the name of the branch that it is taken from, else what is followed.
    private func readTree(_ request: SourceRequest) async throws -> SourceTree {
        guard let pin, let commits else { return try await read(request) }
        let tree = try await commits.read(pin.commit, request)
        let revision = tree.revision
        return SourceTree(
            revision: Revision(
                ref: lastGood?.revision.ref ?? source.ref ?? revision.ref, commit: revision.commit,
                subject: revision.subject, author: revision.author),
            files: tree.files, notices: tree.notices, root: tree.root, listing: tree.listing,
            executables: tree.executables)
    }

    /// Keeps the source at a commit, once that could be read.
    package func pin(_ pin: SourcePin) async throws {
        guard let commits else { throw DirectiveError.notPinnable(name) }
        do {
            _ = try await commits.read(pin.commit, SourceRequest(listing: false, requirement: requirement))
        } catch {
            throw DirectiveError.unreadableCommit(pin.commit, reason: "\(error)")
        }
        try await store.savePin(pin)
        self.pin = pin
        tell(.warning, .pinned, "\(pin); what is pushed waits until `rondo unpin`")
    }

    /// Lets the source follow what is pushed again, from its next look on.
    ///
    /// - Throws: `DirectiveError.notPinned`, and what keeps the pin from being forgotten.
    package func unpin(author: String) async throws {
        guard let pin else { throw DirectiveError.notPinned(name) }
        try await store.deletePin(of: name)
        self.pin = nil
        tell(.normal, .unpinned, "unpinned by \(author), follows what is pushed; it was \(pin)")
    }

    /// Whether a commit is an ancestor of another; false as well when nobody can tell.
    package nonisolated func contains(_ commit: GitObjectID, in other: GitObjectID) async -> Bool {
        await commits?.contains(commit, other) ?? false
    }

    /// Records that every action of a revision was carried out with none held.
    ///
    /// - Parameter repository: what its `rondo.yaml` says, which limits the commits after it.
    package func markConverged(_ revision: Revision, repository: RepositoryConfiguration?) async throws {
        guard converged != revision else { return }
        let before = converged
        lastGood?.convergedRepository = repository
        converged = revision
        do {
            try await save()
        } catch {
            converged = before
            throw error
        }
    }

    /// Takes a commit up once it is written down: else the next life would begin with what the commit before it wants.
    private func adopt(known loaded: DesiredSet) async {
        var set = loaded.sharing(lastGood)
        // A commit may have converged while this one was read.
        set.convergedRepository = lastGood?.convergedRepository
        let isNew = lastGood?.revision.commit != set.revision.commit
        let wasAway = look.isFresh && look.status.conditions.contains { $0.type == .fetched && $0.status == .no }
        let (before, lookBefore) = (lastGood, look)
        lastGood = set
        let errors = set.diagnostics.filter { $0.severity == .error }
        let fetched = condition(
            .fetched, .yes, errors.isEmpty ? .succeeded : .invalidManifests, "at \(set.revision.short)")
        let ready =
            errors.isEmpty
            ? condition(.ready, .yes, .succeeded, "at \(set.revision.short)" + (pin.map { ", \($0)" } ?? ""))
            : condition(.ready, .no, .invalidManifests, errors[0].description)
        publish(.known(set), conditions: [ready, fetched])
        do {
            try await save()
        } catch {
            // The same commit again is in force by what the store holds.
            if written?.lastGood?.revision.commit != set.revision.commit {
                let converged = lastGood?.convergedRepository
                (lastGood, look) = (before, lookBefore)
                if converged != set.convergedRepository { lastGood?.convergedRepository = converged }
                await adopt(stale: "\(set.revision.short) is not taken up: \(error)", because: .actionFailed)
                return
            }
        }
        if isNew {
            try? await store.noteCommit(set.revision.commit, of: source.name)
            tell(.normal, .newRevision, "\(set.revision.short)  \"\(set.revision.subject)\"  (\(set.revision.author))")
            for diagnostic in set.diagnostics {
                tell(diagnostic.severity == .error ? .warning : .normal, .invalidManifests, diagnostic.description)
            }
        }
        tellBroken(before: before?.broken ?? [], after: set)
        if wasAway { tell(.normal, .succeeded, "the source can be read again, at \(set.revision.short)") }
    }

    /// Tells each object whose manifest broke, or was repaired, by this commit.
    private func tellBroken(before: [BrokenObject], after set: DesiredSet) {
        let old = Dictionary(before.map { ($0.object, $0) }) { first, _ in first }
        let new = Dictionary(set.broken.map { ($0.object, $0) }) { first, _ in first }
        for broken in set.broken where old[broken.object]?.problem != broken.problem {
            guard let lastGood = broken.lastGood else { continue }
            tell(
                .warning, .invalidManifest,
                "\(broken.problem.location): \(broken.problem.message); the version of \(lastGood.short) stays in force",
                object: broken.object)
        }
        let declared = Set(set.objects.map(\.identity))
        for broken in before where new[broken.object] == nil && declared.contains(broken.object) {
            tell(.normal, .manifestRepaired, "its manifest can be used again", object: broken.object)
        }
    }

    private func adopt(stale reason: String, because code: ConditionReason) async {
        let before = look.status.conditions.first { $0.type == .ready }
        let fetched = condition(.fetched, .no, code, reason)
        let ready = condition(.ready, .no, code, reason)
        publish(lastGood.map { .stale($0, reason: reason) } ?? .unknown(reason: reason), conditions: [ready, fetched])
        if before?.reason != code || before?.message != ready.message { tell(.warning, code, reason) }
        try? await save()
    }

    private func publish(_ desired: DesiredState, conditions: [Condition]) {
        look = Look(
            desired: desired,
            status: SourceStatus(
                name: source.name, url: source.url, revision: desired.set?.revision,
                conditions: conditions + (pin.map { [condition(.pinned, .yes, .pinned, "\($0)")] } ?? []),
                diagnostics: desired.set?.diagnostics ?? [], fileCount: desired.set?.fileCount ?? 0, pin: pin),
            isFresh: true)
    }

    /// A condition that keeps its transition time while its status stays.
    private func condition(
        _ type: Condition.ConditionType, _ status: Condition.Value, _ reason: ConditionReason, _ message: String
    ) -> Condition {
        let before = look.status.conditions.first { $0.type == type && $0.status == status }
        return Condition(
            type: type, status: status, reason: reason, message: message,
            lastTransitionTime: before?.lastTransitionTime ?? clock.now())
    }

    private func tell(
        _ severity: Event.Severity, _ reason: ConditionReason, _ message: String, object: ObjectIdentity? = nil
    ) {
        report(
            Event(
                time: clock.now(), object: object, severity: severity, reason: reason,
                message: object == nil ? label + message : message,
                revision: look.desired.set?.revision.description))
    }

    /// Writes what is known when its turn has come: whichever save is the last writes the newest, and a look that ends
    /// while the commit before it converges takes nothing back.
    private func save() async throws {
        let earlier = saving
        let own = Task {
            _ = await earlier?.result
            let now = stored
            guard now != written else { return }
            try await store.saveSource(now)
            written = now
        }
        saving = own
        try await own.value
    }

    private var stored: StoredSource {
        StoredSource(
            name: source.name, url: source.url, ref: source.ref, path: source.path, status: look.status,
            lastGood: lastGood, convergedRevision: converged)
    }
}
