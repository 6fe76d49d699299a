import Foundation
import HTTPTransport

/// The address that a security test looks at.
struct SecurityTarget {
    /// As it was written, percent-encoded, without a fragment. Without a user and a password too: the checks look at what
    /// anybody sees, and take any certificate.
    let url: String
    let isEncrypted: Bool
    /// `https://shop.example:8443`
    let origin: String
    let host: String
    /// Empty, or from the first slash on, without the query.
    let path: String

    /// nil for what is no URL of HTTP.
    init?(_ text: String) {
        let url = PercentEncoding.repair(String(text.prefix { $0 != "#" }))
        guard var parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
            let host = parts.host, !host.isEmpty, scheme == "http" || scheme == "https"
        else { return nil }
        if parts.user != nil || parts.password != nil {
            parts.user = nil
            parts.password = nil
            guard let bare = parts.string else { return nil }
            self.url = bare
        } else {
            self.url = url
        }
        self.host = host.lowercased()
        isEncrypted = scheme == "https"
        origin = "\(scheme)://\(host.lowercased())" + (parts.port.map { ":\($0)" } ?? "")
        path = parts.percentEncodedPath
    }

    /// A path added to the address, as `rest` adds it.
    func url(_ path: String) -> String {
        RequestBuilder.url(base: String(url.prefix { $0 != "?" }), path: path, query: [:])
    }
}
