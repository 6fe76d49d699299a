import Foundation
import Model
import Synchronization
import TestSupport

/// Watches every creation and ending as it happens, and notes each that breaks a promise of the design.
final class Judge: Sendable {
    private struct State {
        var violations: [String] = []
        /// Until when a controller may not know what it made: after the loss of its databases.
        var amnesiaUntil: MonotonicInstant?
        /// The tokens of all instances that were asked for.
        var tokens: Set<UUID> = []
        /// Those that were asked for when a control.db was lost: of what git no longer wants nobody remembers that it
        /// was wanted.
        var forgotten: Set<UUID> = []
        /// Times of day at which instances ended that count against the prune budget of `dev`, once each.
        var ends: [InstanceID: Date] = [:]
    }

    private let git: SimulatedGit
    private let time: VirtualTime
    private let state = Mutex(State())
    /// How long after a newer reading an action of the one before it may still begin: calls wait for their turn.
    private static let slack = Duration.seconds(6)

    init(git: SimulatedGit, time: VirtualTime) {
        self.git = git
        self.time = time
    }

    var violations: [String] { state.withLock(\.violations) }

    func note(_ violation: String) {
        let text = "at \(time.elapsed.inSeconds) s: \(violation)"
        state.withLock { if $0.violations.count < 20 { $0.violations.append(text) } }
    }

    /// - Parameter window: how long instances may be made that exist and are not shown.
    func noteLostDatabase(window: Duration) {
        let until = time.monotonic.now().advanced(by: window)
        state.withLock { state in
            state.amnesiaUntil = until
            state.forgotten.formUnion(state.tokens)
        }
    }

    /// Whether only its tags know it, and nothing in git: such a one is listed as a leak and ended by nobody.
    func isForgotten(_ machine: FaultInjectingProvider.Machine) -> Bool {
        state.withLock { $0.forgotten.contains(machine.request.token) }
    }

    // MARK: Creations

    /// Promise 6: nothing is made for a commit that a newer one replaced.
    func beginsCreation(_ request: InstanceRequest, life: Int) {
        let tags = request.tags
        state.withLock { _ = $0.tokens.insert(request.token) }
        let wanted = recent(life: life, failuresToo: false).contains { reading in
            guard let commit = reading.commit, !commit.isEmpty else { return true }
            guard let pool = commit.pools[tags.object.name] else { return commit.hasUnreadable }
            return pool.health != .good || tags.ordinal < pool.replicas
        }
        if !wanted { note("creates \(tags.object) \(tags.ordinal), which no commit that was just read asks for") }
    }

    /// Promise 4: an ordinal never has two instances of one definition.
    func made(_ machine: FaultInjectingProvider.Machine, beside others: [FaultInjectingProvider.Machine]) {
        let tags = machine.tags
        let twins = others.filter {
            $0.tags.object == tags.object && $0.tags.ordinal == tags.ordinal && $0.tags.specHash == tags.specHash
        }
        let now = time.monotonic.now()
        let isAmnesic = state.withLock { $0.amnesiaUntil.map { now < $0 } ?? false }
        if !twins.isEmpty, !isAmnesic {
            note("makes \(machine.id) as \(tags.object) \(tags.ordinal) though \(twins.map(\.id.rawValue)) exist")
        }
    }

    // MARK: Endings

    /// Promises 1, 2 and 3: nothing ends unless a commit that can be read asks for it and nothing protects it.
    func beginsEnd(
        of machine: FaultInjectingProvider.Machine?, beside others: [FaultInjectingProvider.Machine], life: Int,
        isRelease: Bool
    ) {
        guard let machine, !machine.isGone, !machine.isReleased else { return }
        if !isRelease { noteEnd(of: machine, beside: others) }
        let readings = recent(life: life, failuresToo: true)
        guard !readings.isEmpty else {
            let isTwin = others.contains {
                $0.id != machine.id && $0.tags.object == machine.tags.object && $0.tags.ordinal == machine.tags.ordinal
            }
            if isTwin || isOutdated(machine) { return }
            note("ends \(machine.id) of \(machine.tags.object) before the source was read")
            return
        }
        let objections = readings.map { objection(to: machine, others, $0, isRelease: isRelease) }
        guard !objections.contains(nil) else { return }
        note("ends \(machine.id) of \(machine.tags.object) \(machine.tags.ordinal) though \(objections[0] ?? "")")
    }

    private func objection(
        to machine: FaultInjectingProvider.Machine, _ others: [FaultInjectingProvider.Machine],
        _ reading: SimulatedGit.Reading, isRelease: Bool
    ) -> String? {
        let tags = machine.tags
        let isTwin = others.contains {
            $0.id != machine.id && $0.tags.object == tags.object && $0.tags.ordinal == tags.ordinal
        }
        guard let commit = reading.commit else {
            // What the last good commit asks for goes on, its removals do not.
            return isTwin || isOutdated(machine) ? nil : "the source is stale"
        }
        if commit.isEmpty { return isTwin || isOutdated(machine) ? nil : "the tree holds no manifest" }
        if machine.request.spec.environment == "prod",
            lastGood(of: tags.object.name).allSatisfy({ commit.isProduction($0) })
        {
            return "its environment is prod"
        }
        guard let pool = commit.pools[tags.object.name], pool.health != .unreadable else {
            if isTwin || isOutdated(machine) { return nil }
            if commit.hasUnreadable { return "a file of the commit can't be read" }
            // As git said it last, too: who forgets a protection may have taken it from the tags as well.
            let versions = lastGood(of: tags.object.name)
            if tags.protected || !versions.isEmpty && versions.allSatisfy(\.isProtected) { return "it is protected" }
            return tags.deletionPolicy == .retain && !isRelease ? "it is to be retained" : nil
        }
        if isTwin || isOutdated(machine) { return nil }
        return "commit \(commit.number) asks for it"
    }

    /// Promise 3: no more than the budget within its window.
    ///
    /// A history is too short for anything to be older than the window, and never has so many instances that a fifth
    /// of them is more than the five that may always go.
    private func noteEnd(
        of machine: FaultInjectingProvider.Machine, beside others: [FaultInjectingProvider.Machine]
    ) {
        let hasTwin = others.contains {
            $0.id != machine.id && $0.tags.object == machine.tags.object && $0.tags.ordinal == machine.tags.ordinal
        }
        guard !hasTwin else { return }
        let now = time.now()
        let count = state.withLock { state in
            state.ends[machine.id] = now
            // With the databases the account of what went is lost.
            return state.forgotten.isEmpty ? state.ends.values.count { $0 > now.addingTimeInterval(-3_600) } : 0
        }
        if count > Self.budget { note("ends \(machine.id), the \(count)th within an hour") }
    }

    private static let budget = RepositoryConfiguration.Prune().maxObjects

    /// Whether a commit that some controller read asks for another definition or fewer of its object.
    private func isOutdated(_ machine: FaultInjectingProvider.Machine) -> Bool {
        let cpu = machine.request.spec.configuration.resources.cpu.millicores
        return lastGood(of: machine.tags.object.name).contains { pool in
            machine.tags.ordinal >= pool.replicas || cpu != Int64(pool.cpu)
        }
    }

    /// The versions of a pool that may be in force: of the newest commits that were read in which it is good.
    private func lastGood(of name: String) -> [Commit.Pool] {
        let now = time.monotonic.now()
        var found: [Commit.Pool] = []
        var next: MonotonicInstant?
        for reading in git.readings.reversed() {
            guard let pool = reading.commit?.pools[name], pool.health == .good, reading.commit?.isEmpty == false else {
                continue
            }
            if let next, now - next > Self.slack { break }
            found.append(pool)
            next = reading.time
        }
        return found
    }

    /// The readings that an action that begins now may be of: the newest, and what it replaced a moment ago, or what is
    /// followed while nobody could write the newest down.
    private func recent(life: Int, failuresToo: Bool) -> [SimulatedGit.Reading] {
        let now = time.monotonic.now()
        let own = git.readings.filter {
            (failuresToo ? $0.life == life : $0.life <= life) && (failuresToo || $0.commit?.isEmpty == false)
        }
        var found: [SimulatedGit.Reading] = []
        var isFollowed = failuresToo
        var next: MonotonicInstant?
        for reading in own.reversed() {
            if let next, now - next > Self.slack, isFollowed { break }
            found.append(reading)
            if let commit = reading.commit { isFollowed = isFollowed || git.isFollowed(commit) }
            next = reading.time
        }
        return found
    }
}

extension Duration {
    /// With two digits.
    var inSeconds: Double { (self / .milliseconds(10)).rounded() / 100 }
}
