import ArgumentParser
import Foundation

/// `HOST:PORT` of `--listen`; only loopback, until TLS is configured.
struct ListenArgument: ExpressibleByArgument, Sendable {
    let host: String
    let port: Int

    init?(argument: String) {
        guard let colon = argument.lastIndex(of: ":"),
            let port = Int(argument[argument.index(after: colon)...]), (0...65_535).contains(port)
        else { return nil }
        host = String(argument[..<colon]).trimmingCharacters(in: ["[", "]"])
        self.port = port
        guard ["127.0.0.1", "localhost", "::1"].contains(host) else { return nil }
    }

    static let standard = ListenArgument(host: "127.0.0.1", port: 8080)
    static let anyPort = ListenArgument(host: "127.0.0.1", port: 0)

    private init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    var defaultValueDescription: String { "\(host):\(port)" }

    /// The address as a URL's authority.
    var authority: String { host.contains(":") ? "[\(host)]" : host }
}
