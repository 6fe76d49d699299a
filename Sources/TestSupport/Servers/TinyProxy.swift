package import Foundation
import Glibc

/// tinyproxy on loopback, which passes on requests and tunnels to ports that it was given.
package final class TinyProxy: Sendable {
    package let port: Int
    private let server: RunningServer

    /// - Parameter tunnels: the only ports that `CONNECT` may go to.
    package init(in directory: URL, tunnels: [Int]) throws {
        port = LoopbackPort.free()
        let file = directory.appending(path: "tinyproxy-\(UUID().uuidString.prefix(8)).conf")
        let configuration = """
            Port \(port)
            Listen 127.0.0.1
            Timeout 60
            MaxClients 20
            ViaProxyName "tiny"
            LogLevel Critical
            BasicAuth ana s3cret
            \(tunnels.map { "ConnectPort \($0)" }.joined(separator: "\n"))

            """
        try Data(configuration.utf8).write(to: file)
        server = try RunningServer("tinyproxy", ["-d", "-c", file.path(percentEncoded: false)], ports: [port])
    }

    /// With the user and the password that it asks for.
    package var url: String { "http://ana:s3cret@127.0.0.1:\(port)" }
}
