package import Foundation

/// What a provider says of an instance's health, and what the instance wrote on its console.
package struct InstanceReport: Hashable, Sendable, Codable {
    /// One of the checks that a provider makes from outside.
    package struct Check: Hashable, Sendable, Codable {
        /// `system`, `instance`
        package let name: String
        /// As the provider has it: `ok`, `initializing`, `impaired`.
        package let status: String
        /// Since when it fails; nil for one that does not.
        package let impairedSince: Date?

        package init(name: String, status: String, impairedSince: Date? = nil) {
            self.name = name
            self.status = status
            self.impairedSince = impairedSince
        }
    }

    package let id: InstanceID
    package let ordinal: Int
    package var checks: [Check]
    /// What the provider is going to do to it, with the time: `system-reboot from 2026-12-01T02:00:00Z: maintenance`.
    package var scheduled: [String]
    /// The end of the console; nil where it was not asked for or there is none.
    package var console: String?
    /// Why something of it could not be told.
    package var problem: String?

    package init(
        id: InstanceID, ordinal: Int, checks: [Check] = [], scheduled: [String] = [], console: String? = nil,
        problem: String? = nil
    ) {
        self.id = id
        self.ordinal = ordinal
        self.checks = checks
        self.scheduled = scheduled
        self.console = console
        self.problem = problem
    }

    /// How much of a console is told: the last bytes.
    package static let consoleBytes = 16 << 10

    /// The last lines of a console within the bound.
    package static func tail(of console: String) -> String {
        guard console.utf8.count > consoleBytes else { return console }
        let end = String(decoding: console.utf8.suffix(consoleBytes), as: UTF8.self)
        return String(end.drop { $0 != "\n" && $0 != "\r\n" }.dropFirst())
    }
}

/// Which instances a report is asked of.
package struct InstanceQuestion: Hashable, Sendable {
    package let id: InstanceID
    package let ordinal: Int
    /// Whether its console is of interest: a call of its own.
    package let wantsConsole: Bool

    package init(id: InstanceID, ordinal: Int, wantsConsole: Bool) {
        self.id = id
        self.ordinal = ordinal
        self.wantsConsole = wantsConsole
    }
}
