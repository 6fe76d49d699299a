import Foundation
import Model
import TestSupport
import Testing

@testable import Access

/// What the installation certifies itself, judged by openssl(1).
struct CertificateAuthorityTests {
    private let folder: TemporaryDirectory
    private let now = Date()

    init() throws { folder = try TemporaryDirectory() }

    private func authority(now: Date? = nil) async throws -> CertificateAuthority {
        try await CertificateAuthority.loadOrCreate(
            stateFolder: folder.url, installation: InstallationID(rawValue: "9d5f2b1c-0000-4000-8000-000000000001"),
            now: now ?? self.now)
    }

    private func names(_ hosts: String...) -> [CertificateName] { hosts.compactMap { CertificateName(host: $0) } }

    private func openssl(_ arguments: String...) throws -> String {
        try Tool.run("openssl", arguments, in: folder.url)
    }

    @Test("A certificate is good for its names alone, and the authority certifies no further authority")
    func issues() async throws {
        let authority = try await authority()
        let made = try authority.issue(for: names("rondo.example", "127.0.0.1", "::1"), now: now)
        try folder.write(authority.certificate, to: "ca.pem")
        try folder.write(made.chain, to: "server.pem")
        try folder.write(made.key.reveal(), to: "server.key")
        for (option, host) in [
            ("-verify_hostname", "rondo.example"), ("-verify_ip", "127.0.0.1"), ("-verify_ip", "::1"),
        ] {
            #expect(
                try openssl(
                    "verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", "ca.pem", option, host, "server.pem"
                )
                .contains("server.pem: OK"))
        }
        #expect(throws: (any Error).self) {
            try openssl("verify", "-CAfile", "ca.pem", "-verify_hostname", "other.example", "server.pem")
        }
        let told = try openssl("x509", "-in", "ca.pem", "-noout", "-ext", "basicConstraints,keyUsage")
        #expect(told.contains("CA:TRUE, pathlen:0") && told.contains("Certificate Sign, CRL Sign"), "\(told)")
        #expect(told.components(separatedBy: "critical").count == 3 && !told.contains("Digital Signature"), "\(told)")
        let server = try openssl(
            "x509", "-in", "server.pem", "-noout", "-ext", "basicConstraints,keyUsage,extendedKeyUsage")
        #expect(server.contains("CA:FALSE") && server.contains("TLS Web Server Authentication"), "\(server)")
        // The key is that of the certificate.
        #expect(
            try openssl("pkey", "-in", "server.key", "-pubout")
                == openssl("x509", "-in", "server.pem", "-noout", "-pubkey"))
        #expect(throws: Never.self) {
            try openssl("x509", "-in", "ca.pem", "-noout", "-checkend", "\(19 * 365 * 86_400)")
        }
        #expect(throws: (any Error).self) {
            try openssl("x509", "-in", "server.pem", "-noout", "-checkend", "\(91 * 86_400)")
        }
    }

    @Test("It is made once, 0600, and every server's certificate is another")
    func once() async throws {
        let first = try await authority()
        let file = folder.path("identity/\(CertificateAuthority.fileName)")
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(!first.certificate.contains("PRIVATE"))
        let second = try await authority()
        #expect(second.certificate == first.certificate)
        let one = try first.issue(for: names("localhost"), now: now)
        let other = try second.issue(for: names("localhost"), now: now)
        #expect(one.chain != other.chain && one.key != other.key)
    }

    @Test("A file of something else, one that others may read, and one that has expired are refused by name")
    func refusals() async throws {
        _ = try await authority()
        let file = folder.url.appending(path: "identity/\(CertificateAuthority.fileName)")
        let kept = try Data(contentsOf: file)
        let late = await #expect(throws: AccessError.self) { try await authority(now: now + 21 * 365 * 86_400) }
        #expect("\(try #require(late))".contains("has expired"))
        chmod(file.path(percentEncoded: false), 0o644)
        let exposed = await #expect(throws: AccessError.self) { try await authority() }
        #expect("\(try #require(exposed))".contains("chmod 600"))
        chmod(file.path(percentEncoded: false), 0o600)
        // Another key than the certificate's.
        let other = try TemporaryDirectory()
        _ = try await CertificateAuthority.loadOrCreate(
            stateFolder: other.url, installation: InstallationID(rawValue: "x"), now: now)
        let theirs = try Data(contentsOf: other.url.appending(path: "identity/\(CertificateAuthority.fileName)"))
        func part(_ data: Data, _ index: Int) -> String {
            let text = String(decoding: data, as: UTF8.self)
            let cut = text.range(of: "-----BEGIN PRIVATE KEY")?.lowerBound ?? text.endIndex
            return index == 0 ? String(text[..<cut]) : String(text[cut...])
        }
        for contents in ["", "nonsense", part(kept, 0), part(kept, 0) + part(theirs, 1)] {
            try Data(contents.utf8).write(to: file)
            let error = await #expect(throws: AccessError.self, "\(contents)") { try await authority() }
            #expect("\(try #require(error))".contains(CertificateAuthority.fileName))
        }
        try kept.write(to: file)
        #expect(throws: Never.self) { try String(contentsOf: file, encoding: .utf8) }
        _ = try await authority()
    }
}
