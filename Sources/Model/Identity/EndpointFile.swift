package import Foundation

/// `controller.json` in the state folder: where the controller that owns the folder answers.
package struct EndpointFile: Hashable, Sendable, Codable {
    package static let name = "controller.json"

    package let url: String
    package let pid: Int32
    package let startedAt: Date

    package init(url: String, pid: Int32, startedAt: Date) {
        self.url = url
        self.pid = pid
        self.startedAt = startedAt
    }
}
