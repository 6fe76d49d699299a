import Foundation
import TestSupport
import Testing

@testable import Access

/// Files as openssl(1) makes them, good and bad.
struct ServerCertificateTests {
    private let directory: TemporaryDirectory
    private let authority: TLSAuthority

    init() throws {
        directory = try TemporaryDirectory()
        authority = try TLSAuthority(in: directory.url)
        try authority.issue("server", names: "DNS:rondo.example,DNS:*.shop.example,IP:10.0.0.7")
        try authority.issue("other", names: "DNS:other.example")
    }

    private func data(_ name: String) throws -> Data { try Data(contentsOf: authority.folder.appending(path: name)) }

    private func openssl(_ arguments: String...) throws { try Tool.run("openssl", arguments, in: authority.folder) }

    /// What is said of a pair, and of which part of it; nil when it is taken.
    private func fault(_ chain: Data, _ key: Data, now: Date = Date()) -> CertificateFault? {
        do {
            _ = try ServerCertificate(chain: chain, key: key, now: now)
            return nil
        } catch {
            return error
        }
    }

    @Test("What openssl makes is read: names, end, and a chain behind it")
    func reads() throws {
        let chain = try data("server.pem") + data("ca.pem")
        let made = try ServerCertificate(chain: Data("comment\n".utf8) + chain, key: data("server.key"), now: Date())
        #expect(made.names == [.dns("rondo.example"), .dns("*.shop.example"), .address([10, 0, 0, 7])])
        #expect(made.covers(.dns("a.shop.example")) && !made.covers(.dns("a.example")))
        #expect(made.expires > Date() && made.begins <= Date())
        #expect(made.chain.components(separatedBy: "BEGIN CERTIFICATE").count == 3 && !made.chain.contains("comment"))
        #expect("\(made)".contains("***") && !"\(made)".contains("PRIVATE"))
    }

    @Test("Keys in every form that openssl writes", arguments: ["ecparam", "rsa", "rsa-old", "p384"])
    func keys(form: String) throws {
        switch form {
        case "ecparam": try openssl("ecparam", "-name", "prime256v1", "-genkey", "-out", "k.key")
        case "rsa": try openssl("genrsa", "-out", "k.key", "2048")
        case "rsa-old": try openssl("genrsa", "-traditional", "-out", "k.key", "2048")
        default: try openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384", "-out", "k.key")
        }
        try openssl(
            "req", "-x509", "-key", "k.key", "-subj", "/CN=x", "-addext", "subjectAltName=DNS:x.example", "-days", "2",
            "-out", "k.pem")
        #expect(fault(try data("k.pem"), try data("k.key")) == nil)
    }

    @Test("Whatever is wrong is told of the file that it is in, with what to do")
    func faults() throws {
        let (chain, key) = (try data("server.pem"), try data("server.key"))
        try authority.issue("old", names: "DNS:old.example", days: -1)
        try openssl("pkey", "-in", "server.key", "-aes256", "-passout", "pass:x", "-out", "encrypted.key")
        try openssl("ec", "-in", "server.key", "-aes256", "-passout", "pass:x", "-out", "older.key")
        try openssl("req", "-x509", "-key", "server.key", "-subj", "/CN=x", "-days", "2", "-out", "nameless.pem")
        try openssl("genpkey", "-algorithm", "ED25519", "-out", "ed.key")
        try openssl(
            "req", "-x509", "-key", "ed.key", "-subj", "/CN=x", "-addext", "subjectAltName=DNS:x.example", "-days", "2",
            "-out", "ed.pem")
        let broken = Data("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".utf8)
        let brokenKey = Data("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n".utf8)
        let cases: [(CertificateFault?, CertificateFault.Part, String)] = [
            (fault(Data(), key), .certificate, "is empty"),
            (fault(chain, Data()), .key, "is empty"),
            (fault(Data("nonsense".utf8), key), .certificate, "is not PEM"),
            (fault(Data([0xFF, 0xFE, 0]), key), .certificate, "is not PEM"),
            (fault(chain, Data("nonsense".utf8)), .key, "is not PEM"),
            (fault(key, chain), .certificate, "wrong way round"),
            (fault(chain, chain), .key, "wrong way round"),
            (fault(broken, key), .certificate, "certificate 1 is damaged"),
            (fault(chain + broken, key), .certificate, "certificate 2 is damaged"),
            (fault(chain, brokenKey), .key, "can't be read"),
            (fault(chain, try data("other.key")), .key, "is not the key of the certificate in `cert`"),
            (fault(try data("other.pem") + chain, key), .certificate, "must begin with the server's own"),
            (fault(try data("old.pem"), try data("old.key")), .certificate, "expired at"),
            (fault(chain, key, now: Date() - 9 * 86_400), .certificate, "valid only from"),
            (fault(chain, try data("encrypted.key")), .key, "is encrypted"),
            (fault(chain, try data("older.key")), .key, "is encrypted"),
            (fault(try data("nameless.pem"), key), .certificate, "names no host"),
            (fault(try data("ed.pem"), try data("ed.key")), .certificate, "Ed25519"),
        ]
        for (found, part, reason) in cases {
            #expect(
                found?.part == part && found?.reason.contains(reason) == true, "\(reason): \(String(describing: found))"
            )
            #expect(found?.reason.contains("PRIVATE KEY-----\nM") == false)
        }
    }

    @Test("Files are bounded, plain, and told apart when they are replaced")
    func files() async throws {
        let paths = ["server.pem", "server.key"].map {
            authority.folder.appending(path: $0).path(percentEncoded: false)
        }
        let files = CertificateFiles(certificate: paths[0], key: paths[1])
        chmod(paths[1], 0o640)
        #expect(try await !files.read(now: Date()).isKeyExposed)
        chmod(paths[1], 0o644)
        #expect(try await files.read(now: Date()).isKeyExposed)
        let before = await files.stamp()
        #expect(await files.stamp() == before)
        try data("other.pem").write(to: URL(filePath: paths[0]), options: .atomic)
        #expect(await files.stamp() != before)
        let large = directory.path("large.pem")
        try Data(repeating: 0x20, count: 1 << 20).write(to: URL(filePath: large))
        for (path, reason) in [
            (large, "larger than"), (directory.path("gone"), "No such file"), ("/dev", "not a plain file"),
        ] {
            let wrong = CertificateFiles(certificate: path, key: paths[1])
            let error = await #expect(throws: CertificateFault.self) { try await wrong.read(now: Date()) }
            #expect(
                error?.part == .certificate && error?.reason.contains(reason) == true, "\(String(describing: error))")
        }
    }

    @Test("Authorities are taken as certificates alone")
    func authorities() async throws {
        let path = authority.folder.appending(path: "ca.pem").path(percentEncoded: false)
        #expect(try await CertificateFiles.authorities(path).contains("BEGIN CERTIFICATE"))
        for (name, reason) in [("server.key", "holds no certificate"), ("ca.key", "holds no certificate")] {
            let error = await #expect(throws: CertificateFault.self) {
                try await CertificateFiles.authorities(
                    authority.folder.appending(path: name).path(percentEncoded: false))
            }
            #expect(error?.part == .authority && error?.reason.contains(reason) == true)
        }
    }
}
