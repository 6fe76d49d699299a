import Model
import Planning

/// Telling that a controller came to rest.
extension Controller {
    /// Tells once that nothing is left to do, each time after something was.
    func announce(_ convergence: Convergence, of statuses: [ObjectIdentity: ObjectStatus]) {
        defer { wasSettled = convergence.isSettled }
        guard convergence.isSettled, !wasSettled else { return }
        let ready = statuses.values.filter(\.isReady).count
        let held = Set(plan.held.map(\.object)).count
        let heldText = (held > 0 ? ", \(held) held" : "") + pinText
        let seconds = configuration.sources.map(\.interval.components.seconds).min() ?? 0
        let what = configuration.sources.count == 1 ? "the source" : "a source"
        let next = configuration.once ? "" : "; next look at \(what) in \(seconds) s"
        services.report(
            Event(
                time: services.clock.now(), object: nil, reason: .succeeded,
                message: "settled: \(ready) of \(statuses.count) objects ready\(heldText)\(next)",
                revision: plan.revision?.description))
    }

    /// `, pinned at 4f2c91e by ana: …`; nothing where no source is pinned.
    private var pinText: String {
        sourceStatuses.compactMap(\.pin).map { ", source `\($0.source)` \($0)" }.joined()
    }
}
