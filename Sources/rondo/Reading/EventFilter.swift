import API
import ArgumentParser
import Foundation
import Model

/// Which events are asked for.
struct EventFilter: Sendable {
    /// All the events that history keeps, for filters that the store does not know.
    private static let allEvents = 10_000

    let object: ObjectIdentity?
    /// nil is every type.
    private let severities: Set<Event.Severity>?
    private let notBefore: Date?
    private let namespace: String?
    private let limit: Int

    init(
        subject: Subject?, types severities: Set<Event.Severity>?, since: TimeSpan?, namespace: String?, limit: Int,
        now: Date = Date()
    ) throws {
        switch subject {
        case .object(let identity): object = identity
        case nil: object = nil
        case .run, .source, .worker:
            throw ValidationError("Only objects have events: name one as KIND/NAME.")
        }
        self.severities = severities
        notBefore = since.map { now.addingTimeInterval(-$0.seconds) }
        self.namespace = namespace
        self.limit = limit
    }

    /// How many of the last events must be read to be sure of `limit` that pass.
    var reach: Int {
        let passesAll = severities == nil && (namespace == nil || object != nil)
        return passesAll ? min(limit, Self.allEvents) : Self.allEvents
    }

    /// Those that pass, of them the last ones.
    func last(of events: [EventResource]) -> [EventResource] { Array(events.filter(passes).suffix(limit)) }

    func passes(_ item: EventResource) -> Bool {
        let event = item.event
        return severities?.contains(event.severity) ?? true
            && notBefore.map { event.time >= $0 } ?? true
            && (namespace == nil || object != nil || event.object?.namespace == namespace)
    }
}
