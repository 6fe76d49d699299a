package import Foundation
import Glibc

/// nginx on loopback with a configuration of the test's own.
package final class NginxServer: Sendable {
    /// What the configuration may refer to.
    package struct Place: Sendable {
        /// Its folder, which it may write to.
        package let folder: String
        /// Those that it listens on, in the order in which they were asked for.
        package let ports: [Int]
    }

    package let ports: [Int]
    private let server: RunningServer

    /// - Parameters:
    ///   - count: how many ports it listens on.
    ///   - http: what stands inside `http { … }`.
    package init(in directory: URL, ports count: Int, http: (Place) throws -> String) throws {
        let folder = directory.appending(path: "nginx-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        ports = (0..<count).map { _ in LoopbackPort.free() }
        let here = folder.path(percentEncoded: false)
        let configuration = """
            \(getuid() == 0 ? "user root;" : "")
            worker_processes 1; daemon off; pid \(here)/pid;
            events { worker_connections 256; }
            http {
              access_log off;
              client_body_temp_path \(here)/t1; fastcgi_temp_path \(here)/t2; proxy_temp_path \(here)/t3;
              uwsgi_temp_path \(here)/t4; scgi_temp_path \(here)/t5;
              \(try http(Place(folder: here, ports: ports)))
            }
            """
        try Data(configuration.utf8).write(to: folder.appending(path: "nginx.conf"))
        server = try RunningServer(
            "nginx", ["-p", here, "-e", "\(here)/error.log", "-c", "\(here)/nginx.conf"], ports: ports)
    }
}
