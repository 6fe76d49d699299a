import API
import Model

extension StateReading {
    /// What each configured source wants, as it was last read: stale where the last look failed.
    func desiredSources() async throws -> DesiredSources {
        let sets = Dictionary(try await lastGood().map { ($0.source, $0) }) { first, _ in first }
        let configured = try await sources().items.filter { !$0.isOrphaned }
        return DesiredSources(
            configured.map { DesiredSources.Entry(source: $0.name, desired: $0.desired(sets[$0.name])) })
    }
}

extension SourceStatus {
    /// Whether it is no longer configured.
    fileprivate var isOrphaned: Bool { conditions.contains { $0.reason == .orphanedSource } }

    fileprivate func desired(_ set: DesiredSet?) -> DesiredState {
        let fetched = conditions.first { $0.type == .fetched }
        guard let set else { return .unknown(reason: fetched?.message ?? "it has not been read yet") }
        guard let fetched, fetched.status != .yes else { return .known(set) }
        return .stale(set, reason: fetched.message)
    }
}

extension DesiredState {
    /// Why the newest commit may not be known; nil when the source was read well the last time.
    var staleness: String? {
        switch self {
        case .known: nil
        case .stale(_, let reason), .unknown(let reason): reason
        }
    }
}
