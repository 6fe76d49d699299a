package import Model

/// An event with the number that orders it and that the next page starts after.
package struct EventResource: Codable, Sendable, Hashable {
    package let sequence: Int64
    package let event: Event

    package init(sequence: Int64, event: Event) {
        self.sequence = sequence
        self.event = event
    }
}

extension ListResource where Item == EventResource {
    /// A page of events.
    ///
    /// - Parameters:
    ///   - after: the number they come after; nil for the last ones, after which there is no further page.
    ///   - limit: how many were asked for: as many as that means that there may be more.
    package init(events: [EventResource], after: Int64?, limit: Int) {
        let isFull = after != nil && events.count == limit
        self.init(kind: "EventList", items: events, next: isFull ? events.last.map { "\($0.sequence)" } : nil)
    }
}
