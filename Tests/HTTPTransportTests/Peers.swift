import Foundation
import HTTPTransport
import TestSupport

/// nginx with TLS in several forms, and an authority that made all its certificates.
///
/// Every server answers what it was sent: `authorization|cookie|x-key|host|server name|client`.
struct Peers {
    let authority: TLSAuthority
    private let server: NginxServer
    private let directory: TemporaryDirectory

    /// For `localhost` and `127.0.0.1`, HTTP/2, any client certificate.
    var open: String { "https://localhost:\(server.ports[0])" }
    /// For `shop.example` alone, HTTP/1.1.
    var named: String { "https://localhost:\(server.ports[1])" }
    /// TLS 1.2 only.
    var old: String { "https://localhost:\(server.ports[2])" }
    /// Asks for a certificate of the client.
    var guarded: String { "https://localhost:\(server.ports[3])" }
    /// No TLS; `/basic` asks for `ana` with `s3cret`.
    var plain: String { "http://localhost:\(server.ports[4])" }
    /// No TLS, HTTP/2 alone.
    var plainTwo: String { "http://localhost:\(server.ports[5])" }
    var openPort: Int { server.ports[0] }
    var plainPort: Int { server.ports[4] }

    init() throws {
        directory = try TemporaryDirectory()
        let authority = try TLSAuthority(in: directory.url)
        self.authority = authority
        try authority.issue("server", names: "DNS:localhost,IP:127.0.0.1")
        try authority.issue("named", names: "DNS:shop.example")
        try authority.issue("client", names: "DNS:client")
        let users = directory.url.appending(path: "users")
        try Data("ana:\(try Tool.run("openssl", ["passwd", "-apr1", "s3cret"]))\n".utf8).write(to: users)
        let folder = authority.folder.path(percentEncoded: false)
        server = try NginxServer(in: directory.url, ports: 6) { place in
            func listen(_ port: Int, _ certificate: String, _ more: String = "") -> String {
                "listen 127.0.0.1:\(place.ports[port]) ssl \(more); ssl_certificate \(folder)/\(certificate).pem; "
                    + "ssl_certificate_key \(folder)/\(certificate).key;"
            }
            let seen =
                "$http_authorization|$http_cookie|$http_x_key|$http_host|$ssl_server_name|$ssl_client_s_dn"
            let echo = """
                default_type text/plain;
                location / { return 200 "\(seen)"; }
                location /to { return 302 $arg_url; }
                location /keep { return 307 $arg_url; }
                location /jar { add_header Set-Cookie "b=2; Path=/" always; add_header Set-Cookie "a=new" always;
                  return 302 /; }
                location /set { add_header Set-Cookie $arg_cookie; return 204; }
                location /method { return 200 "$request_method|$content_type|$content_length"; }
                location /basic {
                  auth_basic shop; auth_basic_user_file \(users.path(percentEncoded: false)); try_files /x @seen;
                }
                location @seen { return 200 "\(seen)"; }
                """
            return """
                gzip on; gzip_min_length 1; gzip_types text/plain;
                ssl_client_certificate \(folder)/ca.pem;
                server { \(listen(0, "server", "http2")) ssl_verify_client optional; \(echo) }
                server { \(listen(1, "named")) \(echo) }
                server { \(listen(2, "server")) ssl_protocols TLSv1.2; \(echo) }
                server { \(listen(3, "server")) ssl_verify_client on; \(echo) }
                server { listen 127.0.0.1:\(place.ports[4]); \(echo) }
                server { listen 127.0.0.1:\(place.ports[5]) http2; \(echo) }
                """
        }
    }

    /// Trusts the authority alone.
    func request(_ url: String) -> HTTPRequest {
        var request = HTTPRequest(url: url)
        request.tls.authorities = Data(authority.certificate.utf8)
        return request
    }

    func identity(_ name: String = "client", key: String? = nil) throws -> HTTPTLSOptions.Identity {
        HTTPTLSOptions.Identity(
            certificate: try Data(contentsOf: authority.folder.appending(path: "\(name).pem")),
            key: try Data(contentsOf: authority.folder.appending(path: "\(key ?? name).key")))
    }
}

extension HTTPResponse {
    /// The parts of what `Peers` answer.
    var seen: [String] {
        String(decoding: body, as: UTF8.self).split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    }
}
