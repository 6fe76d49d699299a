import API
import Foundation
import Model

/// The state before the first controller: nothing exists.
struct EmptyState: StateReading {
    func objects(kind: Kind?, namespace: String?) -> ListResource<ObjectResource> {
        ListResource(kind: "List", items: [])
    }

    func sources() -> ListResource<SourceStatus> { ListResource(kind: "SourceList", items: []) }
    func workers() -> ListResource<WorkerRecord> { ListResource(kind: "WorkerList", items: []) }
    func runs(suite: ObjectIdentity?) -> ListResource<RunResource> { ListResource(kind: "RunList", items: []) }
    func run(_ id: RunID) throws -> RunResource { throw ReadingError.noSuchRun(id) }
    func observed() -> ObservedState { ObservedState(time: Date()) }
    func lastGood() -> DesiredSet? { nil }
}
