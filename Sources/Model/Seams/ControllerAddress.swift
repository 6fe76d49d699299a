package import Foundation

/// Where a worker of a cloud reaches its controller.
package struct ControllerAddress: Codable, Hashable, Sendable {
    /// `https://rondo.example`
    package let url: String
    /// The authority of its certificate in PEM; nil trusts those of the system.
    package let authority: Data?

    package init(url: String, authority: Data? = nil) {
        self.url = url
        self.authority = authority
    }
}
