import Foundation
import TestSupport

/// nginx that serves the files of a folder on loopback, as quickly as it can.
final class StaticWebServer {
    let folder: URL
    let base: String
    private let scratch: ScratchFolder
    private let process: RunningServer

    init() throws {
        let scratch = try ScratchFolder()
        let root = scratch.url.path(percentEncoded: false)
        folder = scratch.url.appending(path: "www")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let port = LoopbackPort.free()
        let configuration = scratch.url.appending(path: "nginx.conf")
        try Data(Self.configuration(root: root, port: port).utf8).write(to: configuration)
        process = try RunningServer(
            "nginx", ["-c", configuration.path(percentEncoded: false), "-p", root], ports: [port])
        self.scratch = scratch
        base = "http://127.0.0.1:\(port)"
    }

    private static func configuration(root: String, port: Int) -> String {
        """
        worker_processes 1;
        pid \(root)/nginx.pid;
        error_log \(root)/error.log crit;
        daemon off;
        events { worker_connections 1024; }
        http {
          access_log off;
          types { application/json json; }
          keepalive_requests 100000000;
          client_body_temp_path \(root)/t1; proxy_temp_path \(root)/t2; fastcgi_temp_path \(root)/t3;
          uwsgi_temp_path \(root)/t4; scgi_temp_path \(root)/t5;
          sendfile on; open_file_cache max=2000;
          server { listen 127.0.0.1:\(port); root \(root)/www; }
        }
        """
    }
}
