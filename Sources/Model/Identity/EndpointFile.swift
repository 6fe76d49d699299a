package import Foundation

/// `controller.json` in the state folder: where the controller that owns the folder answers.
package struct EndpointFile: Hashable, Sendable, Codable {
    package static let name = "controller.json"
    /// More than any such file holds, with the largest certificates that are taken.
    package static let maxBytes = 64 << 10

    package let url: String
    /// What its certificate is trusted by, in PEM; nil trusts what the system does.
    package let authority: String?
    /// The name that its certificate is checked for, where that is not the URL's.
    package let serverName: String?
    package let pid: Int32
    package let startedAt: Date

    package init(
        url: String, authority: String? = nil, serverName: String? = nil, pid: Int32, startedAt: Date
    ) {
        self.url = url
        self.authority = authority
        self.serverName = serverName
        self.pid = pid
        self.startedAt = startedAt
    }
}

extension EndpointFile {
    package var address: ControllerAddress {
        ControllerAddress(url: url, authority: authority.map { Data($0.utf8) }, serverName: serverName)
    }
}
