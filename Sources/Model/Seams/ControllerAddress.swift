package import Foundation

/// Where a controller is reached, and what it is trusted by.
package struct ControllerAddress: Codable, Hashable, Sendable {
    /// `https://rondo.example`
    package let url: String
    /// The authority of its certificate in PEM; nil trusts those of the system.
    package let authority: Data?
    /// The name that its certificate is checked for; nil for the URL's.
    package let serverName: String?

    package init(url: String, authority: Data? = nil, serverName: String? = nil) {
        self.url = url
        self.authority = authority
        self.serverName = serverName
    }
}
