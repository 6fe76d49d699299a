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
