import API
import Foundation
import Model

/// Reads events on and on, from whoever can tell them: the controller, or its state folder while there is none.
struct EventFollower: Sendable {
    private static let pageLimit = 1_000

    private let options: StateOptions
    private let filter: EventFilter
    private var state: (any StateReading)?
    /// The last one that was read.
    private var sequence: Int64 = 0
    private var hasComplained = false

    init(options: StateOptions, filter: EventFilter) {
        self.options = options
        self.filter = filter
    }

    /// The last ones so far.
    mutating func first() async throws -> [EventResource] {
        let state = try await StateAccess.open(options)
        self.state = state
        let events = try await state.events(object: filter.object, after: nil, limit: filter.reach).items
        sequence = events.last?.sequence ?? 0
        return filter.last(of: events)
    }

    /// What came since; nothing while nobody can be asked.
    mutating func next() async throws -> [EventResource] {
        do {
            // A folder that is read may have got a controller, with another history.db than before.
            let state = try await open()
            let page = try await state.events(object: filter.object, after: sequence, limit: Self.pageLimit)
            sequence = page.items.last?.sequence ?? sequence
            hasComplained = false
            return page.items.filter(filter.passes)
        } catch let error as CancellationError {
            throw error
        } catch APIError.cancelled {
            throw CancellationError()
        } catch {
            state = nil
            if !hasComplained { TerminalOutput.error("note: \(error); trying again") }
            hasComplained = true
            return []
        }
    }

    private mutating func open() async throws -> any StateReading {
        if let live = state as? LiveState { return live }
        let opened = try await StateAccess.open(options)
        state = opened
        return opened
    }
}
