import ArgumentParser
import Foundation
import Model

/// `HOST:PORT` of `--listen`; what is not loopback speaks TLS.
struct ListenArgument: ExpressibleByArgument, Sendable {
    let host: String
    let port: Int

    init?(argument: String) {
        guard let colon = argument.lastIndex(of: ":"),
            let port = Int(argument[argument.index(after: colon)...]), (0...65_535).contains(port)
        else { return nil }
        host = String(argument[..<colon]).trimmingCharacters(in: ["[", "]"])
        self.port = port
        guard !host.isEmpty, host.utf8.allSatisfy({ Self.letters.contains($0) }) else { return nil }
    }

    /// Of names, addresses, and the zone behind one.
    private static let letters = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_:%".utf8)

    static let standard = ListenArgument(host: "127.0.0.1", port: 8080)
    static let anyPort = ListenArgument(host: "127.0.0.1", port: 0)

    private init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    var defaultValueDescription: String { "\(host):\(port)" }

    var isLoopback: Bool { LoopbackHost.holds(host) }

    /// The host by which this machine reaches it: one that stands for all addresses stands for loopback too.
    var reachedAt: String {
        switch host {
        case "0.0.0.0": "127.0.0.1"
        case "::", "0:0:0:0:0:0:0:0": "::1"
        default: host
        }
    }

    /// `reachedAt` as a URL's authority.
    var authority: String { reachedAt.contains(":") ? "[\(reachedAt)]" : reachedAt }
}
