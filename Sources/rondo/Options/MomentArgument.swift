import ArgumentParser
import Foundation

/// A moment on the command line: `2026-11-29T08:00:00Z`, with any offset.
struct MomentArgument: ExpressibleByArgument, Sendable {
    let date: Date

    init?(argument: String) {
        let plain = Date.ISO8601FormatStyle()
        let precise = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        guard let date = (try? plain.parse(argument)) ?? (try? precise.parse(argument)) else { return nil }
        self.date = date
    }
}
