import Model

extension Controller {
    /// Tells once of each change that waits for a sync window, and that it waits no more.
    func tellWindows(_ plan: Plan) {
        let waiting = Dictionary(
            plan.paused.filter { !$0.reason.isSuspension }.map { ($0.object, $0.reason) }
        ) { first, _ in first }
        for (object, reason) in waiting.sorted(by: { $0.key < $1.key }) where toldWindows[object] != reason {
            tell(object, .syncWindowClosed, "\(reason)")
        }
        let acting = Set(plan.executable.map(\.object))
        for object in toldWindows.keys.sorted() where waiting[object] == nil && acting.contains(object) {
            tell(object, .syncWindowOpened, "a sync window is open: what waited for it is carried out")
        }
        toldWindows = waiting
    }
}
