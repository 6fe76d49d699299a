import Foundation
import Model
import TestExecution
import TestSupport

/// The shops that the checks look at: one left open, one locked, and nginx with good and bad TLS before the locked one.
enum SecurityFixture {
    static let open = Result { try FixtureServer(script: script, arguments: ["open"]) }
    static let locked = Result { try FixtureServer(script: script, arguments: ["locked"]) }
    static let doors = Result { try TLSDoors(behind: locked.get().port) }

    private static let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/security_server.py")

    /// Makes checks of a test at an address.
    static func run(
        _ checks: [SecurityCheck], at url: String, threshold: SecuritySpec.Severity? = nil,
        timeout: TimeSpan = .seconds(60), log: LogSink? = nil
    ) async throws -> TaskResult {
        try await Fixture.run(
            .security(SecuritySpec(url: url, checks: checks, severityThreshold: threshold)), timeout: timeout, log: log)
    }

    /// The findings of one check, each as `severity: message`.
    static func findings(
        of name: SecurityCheck.Name, _ parameter: JSONValue? = nil, at url: String
    ) async throws -> [String] {
        let result = try await run([SecurityCheck(name, parameter)], at: url)
        guard result.failures.isEmpty else { return ["not made: \(result.message ?? "")"] }
        return (result.findings ?? []).map { "\($0.severity.rawValue): \($0.message)" }
    }

    static func words(_ texts: String...) -> JSONValue { .array(texts.map(JSONValue.string)) }
}

/// nginx on loopback with different TLS at each port, before a server of plain HTTP.
final class TLSDoors: Sendable {
    /// TLS 1.2 and 1.3, a certificate for 90 days, and all that the server behind says.
    let good: String
    /// TLS 1.0 to 1.3, a certificate for 5 days, and none of the headers.
    let old: String
    /// A certificate that has expired.
    let expired: String
    /// Files with `autoindex`, and whatever `Origin` was sent let in; at `limited` 5 requests a second.
    let files: String
    private let server: RunningServer
    private let directory: TemporaryDirectory

    init(behind port: Int) throws {
        directory = try TemporaryDirectory()
        let authority = try TLSAuthority(in: directory.url)
        try authority.issue("good", names: "DNS:localhost,IP:127.0.0.1", days: 90)
        try authority.issue("short", names: "DNS:localhost,IP:127.0.0.1", days: 5)
        try authority.issue("expired", names: "DNS:localhost,IP:127.0.0.1", days: -1)
        let ports = (0..<4).map { _ in LoopbackPort.free() }
        good = "https://127.0.0.1:\(ports[0])/"
        old = "https://127.0.0.1:\(ports[1])/"
        expired = "https://127.0.0.1:\(ports[2])/"
        files = "http://127.0.0.1:\(ports[3])/"
        let here = directory.url.path(percentEncoded: false)
        try directory.write("drafts", to: "files/uploads/secret-draft.txt")
        try directory.write("<title>Files</title>", to: "files/index.html")
        try directory.write(
            Self.configuration(here, ports, authority.folder.path(percentEncoded: false), behind: port),
            to: "nginx.conf")
        server = try RunningServer(
            "nginx", ["-p", here, "-e", "\(here)/error.log", "-c", "\(here)/nginx.conf"], ports: ports)
    }

    private static func configuration(_ here: String, _ ports: [Int], _ keys: String, behind port: Int) -> String {
        func door(_ place: Int, _ certificate: String) -> String {
            "listen 127.0.0.1:\(ports[place]) ssl; ssl_certificate \(keys)/\(certificate).pem; "
                + "ssl_certificate_key \(keys)/\(certificate).key;"
        }
        return """
            \(getuid() == 0 ? "user root;" : "")
            worker_processes 1; daemon off; pid \(here)/pid;
            events { worker_connections 128; }
            http {
              access_log off; server_tokens off;
              client_body_temp_path \(here)/t1; fastcgi_temp_path \(here)/t2; proxy_temp_path \(here)/t3;
              uwsgi_temp_path \(here)/t4; scgi_temp_path \(here)/t5;
              limit_req_zone $binary_remote_addr zone=all:1m rate=5r/s;
              server {
                \(door(0, "good")) ssl_protocols TLSv1.2 TLSv1.3;
                location / { proxy_pass http://127.0.0.1:\(port); proxy_http_version 1.1; }
              }
              server {
                \(door(1, "short")) ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3; ssl_ciphers DEFAULT:@SECLEVEL=0;
                server_tokens on;
                location / { return 200 old; }
                location = /short { add_header Strict-Transport-Security "max-age=60"; return 200 old; }
                location = /off { add_header Strict-Transport-Security "max-age=0"; return 200 old; }
                location = /broken { add_header Strict-Transport-Security "preload"; return 200 old; }
              }
              server { \(door(2, "expired")) location / { return 200 expired; } }
              server {
                listen 127.0.0.1:\(ports[3]);
                root \(here)/files; index index.html; autoindex on;
                add_header Access-Control-Allow-Origin $http_origin;
                location = /public { add_header Access-Control-Allow-Origin *; return 200 all; }
                location = /limited { limit_req zone=all; limit_req_status 429; try_files /index.html =404; }
                location = /busy { limit_req zone=all; add_header Retry-After 1 always; try_files /index.html =404; }
              }
            }
            """
    }
}
