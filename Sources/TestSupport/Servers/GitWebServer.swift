package import Foundation
import Glibc

/// nginx, fcgiwrap and git's own `http-backend` behind TLS on loopback, with basic and bearer authentication and
/// redirects to everywhere.
///
/// Below `/basic` the user is `ana` with the password `s3cret`, below `/bearer` the token is `t0ken`; `/same`, `/port`,
/// `/host`, `/plain`, `/file` and `/metadata` redirect.
package final class GitWebServer: Sendable {
    /// `https://localhost:PORT`, with a certificate of the authority.
    package let base: String
    /// `https://127.0.0.1:PORT`, the same server by its address.
    package let byAddress: String
    /// Servers whose certificates have expired or are another name's.
    package let expired: String
    package let misnamed: String
    package let authority: TLSAuthority
    private let log: URL
    private let gateway: RunningServer
    private let server: RunningServer

    /// Serves the repositories below `root`; `directory` takes its files.
    package init(root: URL, in directory: URL) throws {
        let folder = directory.appending(path: "nginx-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        authority = try TLSAuthority(in: directory)
        try authority.issue("server", names: "DNS:localhost,IP:127.0.0.1")
        try authority.issue("expired", names: "DNS:localhost", days: -1)
        try authority.issue("misnamed", names: "DNS:git.example,DNS:*.other.example")
        let ports = (0..<5).map { _ in LoopbackPort.free() }
        base = "https://localhost:\(ports[0])"
        byAddress = "https://127.0.0.1:\(ports[0])"
        expired = "https://localhost:\(ports[2])"
        misnamed = "https://localhost:\(ports[3])"
        log = folder.appending(path: "other.log")

        let here = folder.path(percentEncoded: false)
        let socket = "\(here)/cgi"
        try Data(Self.backend(root: root.path(percentEncoded: false), socket: socket).utf8)
            .write(to: folder.appending(path: "git.conf"))
        let password = try Tool.run("openssl", ["passwd", "-apr1", "s3cret"])
        try Data("ana:\(password)\n".utf8).write(to: folder.appending(path: "users"))
        try Data(Self.configuration(here, ports, authority.folder.path(percentEncoded: false)).utf8)
            .write(to: folder.appending(path: "nginx.conf"))
        gateway = try RunningServer("fcgiwrap", ["-s", "unix:\(socket)"], ports: [])
        server = try RunningServer(
            "nginx", ["-p", here, "-e", "\(here)/error.log", "-c", "\(here)/nginx.conf"], ports: ports)
        while !FileManager.default.fileExists(atPath: socket) { usleep(10_000) }
    }

    /// What `Authorization` the redirects' targets were sent, a line for each request.
    package var authorizationsElsewhere: [String] {
        ((try? String(contentsOf: log, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
    }

    private static func backend(root: String, socket: String) -> String {
        """
        fastcgi_pass unix:\(socket);
        include /etc/nginx/fastcgi_params;
        fastcgi_param SCRIPT_FILENAME /usr/lib/git-core/git-http-backend;
        fastcgi_param GIT_PROJECT_ROOT \(root);
        fastcgi_param GIT_HTTP_EXPORT_ALL 1;
        fastcgi_param GIT_PROTOCOL $http_git_protocol;
        fastcgi_param HTTP_CONTENT_ENCODING $http_content_encoding;
        fastcgi_param GIT_CONFIG_COUNT 1;
        fastcgi_param GIT_CONFIG_KEY_0 safe.directory;
        fastcgi_param GIT_CONFIG_VALUE_0 *;
        fastcgi_param PATH_INFO $repository;
        fastcgi_param REMOTE_USER $remote_user;
        """
    }

    private static func configuration(_ here: String, _ ports: [Int], _ authority: String) -> String {
        func tls(_ port: Int, _ certificate: String) -> String {
            "listen 127.0.0.1:\(port) ssl; ssl_certificate \(authority)/\(certificate).pem; "
                + "ssl_certificate_key \(authority)/\(certificate).key;"
        }
        func git(_ prefix: String) -> String { "location ~ ^/\(prefix)(?<repository>/.*)$" }
        let redirects = [
            "same": "/basic", "port": "https://localhost:\(ports[1])/open",
            "plain": "http://localhost:\(ports[4])/open",
            "host": "https://127.0.0.1:\(ports[1])/open", "file": "file:///tmp",
            "metadata": "http://169.254.169.254/latest",
        ].map { "location ~ ^/\($0)/(?<rest>.*)$ { return 301 \($1)/$rest$is_args$args; }" }.joined(separator: "\n")
        let basic = "auth_basic git; auth_basic_user_file \(here)/users; include \(here)/git.conf;"
        return """
            \(getuid() == 0 ? "user root;" : "")
            worker_processes 1; daemon off; pid \(here)/pid;
            events { worker_connections 64; }
            http {
              log_format seen '$http_authorization';
              access_log off;
              client_body_temp_path \(here)/t1; fastcgi_temp_path \(here)/t2; proxy_temp_path \(here)/t3;
              uwsgi_temp_path \(here)/t4; scgi_temp_path \(here)/t5;
              server {
                \(tls(ports[0], "server"))
                \(redirects)
                \(git("basic")) { \(basic) }
                \(git("open")) { include \(here)/git.conf; }
                \(git("bearer")) { if ($http_authorization != "Bearer t0ken") { return 401; } include \(here)/git.conf; }
              }
              server { \(tls(ports[1], "server")) access_log \(here)/other.log seen; \(git("open")) { \(basic) } }
              server { \(tls(ports[2], "expired")) \(git("open")) { include \(here)/git.conf; } }
              server { \(tls(ports[3], "misnamed")) \(git("open")) { include \(here)/git.conf; } }
              server {
                listen 127.0.0.1:\(ports[4]); access_log \(here)/other.log seen;
                \(git("open")) { include \(here)/git.conf; }
              }
            }
            """
    }
}
