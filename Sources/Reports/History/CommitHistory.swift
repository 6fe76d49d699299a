package import Foundation
package import Model

/// The commits that were taken up, each with what came of it, made of what happened and of the verdicts.
package struct CommitHistory: Sendable {
    /// One commit.
    package struct Entry: Sendable {
        /// `main@sha1:…`
        package let revision: String
        /// What its look at the source told: `main@sha1:4f2c91e  "raise checkout timeout"  (ana)`; empty when that is gone.
        package fileprivate(set) var title = ""
        /// When it was first acted on.
        package fileprivate(set) var time: Date
        /// When nothing was left to do; nil when a newer one came before, or it is under way.
        package fileprivate(set) var settledAt: Date?
        package fileprivate(set) var isNewest = false
        /// What happened to each object on behalf of it, in order.
        package fileprivate(set) var events: [Event] = []
        package fileprivate(set) var verdicts: [(key: SuiteKey, verdict: Verdict)] = []
    }

    /// The newest first.
    package let entries: [Entry]

    /// - Parameters:
    ///   - events: the oldest first.
    ///   - verdicts: of runs that have ended.
    package init(events: [Event], verdicts: [(key: SuiteKey, verdict: Verdict)]) {
        var order: [String] = []
        var entries: [String: Entry] = [:]
        for event in events {
            guard let revision = event.revision else { continue }
            if entries[revision] == nil {
                order.append(revision)
                entries[revision] = Entry(revision: revision, time: event.time)
            }
            if event.reason == .newRevision, event.object == nil { entries[revision]?.title = event.message }
            if event.object != nil { entries[revision]?.events.append(event) }
            if event.isSettled, entries[revision]?.settledAt == nil { entries[revision]?.settledAt = event.time }
        }
        for ended in verdicts.sorted(by: { $0.verdict.endedAt < $1.verdict.endedAt }) {
            let revision = ended.verdict.revision.description
            if entries[revision] == nil {
                order.append(revision)
                entries[revision] = Entry(revision: revision, time: ended.verdict.startedAt)
            }
            entries[revision]?.verdicts.append(ended)
        }
        var refs = Set<String>()
        self.entries = order.compactMap { entries[$0] }.sorted { $0.time > $1.time }.map { entry in
            var entry = entry
            entry.isNewest = refs.insert(entry.ref).inserted
            return entry
        }
    }

    /// The commit whose id begins so; nil for none, and for several.
    package func entry(of digits: String) -> Entry? {
        let found = entries.filter { $0.commit.hasPrefix(digits.lowercased()) }
        return found.count == 1 ? found[0] : nil
    }
}

extension CommitHistory.Entry {
    /// What people call the place it came from.
    fileprivate var ref: String { revision.split(separator: "@sha1:").first.map(String.init) ?? revision }
    /// Empty for a working tree.
    var commit: String {
        let parts = revision.split(separator: "@sha1:")
        return parts.count == 2 ? String(parts[1]) : ""
    }

    /// `"raise checkout timeout"  (ana)`
    var subject: String {
        title.firstIndex(of: "\"").map { String(title[$0...]) } ?? ""
    }

    package enum State: String, Sendable {
        case converged
        /// A newer one came before everything was done.
        case superseded
        case underWay = "under way"
    }

    package var state: State { settledAt != nil ? .converged : isNewest ? .underWay : .superseded }

    /// What became of each object.
    package enum Outcome: String, Sendable, CaseIterable {
        case created, changed, deleted, failed
    }

    /// Objects by what became of them; one that failed and was tried again successfully is not failed.
    package var outcomes: [ObjectIdentity: Outcome] {
        var outcomes: [ObjectIdentity: Outcome] = [:]
        for event in events {
            guard let object = event.object else { continue }
            switch event.reason {
            case .applied:
                outcomes[object] =
                    outcomes[object] == .created || event.message.hasPrefix("created") ? .created : .changed
            case .pruned: outcomes[object] = .deleted
            case .actionFailed: outcomes[object] = outcomes[object] ?? .failed
            default: break
            }
        }
        return outcomes
    }
}

extension Event {
    /// Whether it says that nothing is left to do.
    fileprivate var isSettled: Bool { reason == .succeeded && object == nil && message.hasPrefix("settled:") }
}
