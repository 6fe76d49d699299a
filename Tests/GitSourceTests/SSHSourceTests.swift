import Foundation
import Model
import TestSupport
import Testing

@testable import GitSource

/// OpenSSH's own server: keys, passphrases, and known_hosts that nobody can do without.
@Suite(.enabled(if: Tool.areThere("sshd", "ssh-keygen"), "openssh-server is not installed"))
struct SSHSourceTests {
    private let place: Place
    private let folder: URL

    init() throws {
        place = try Place()
        folder = place.directory.url
        try place.git.write("v: 1\n", to: "a.yaml")
        try place.git.commit("One")
    }

    private func remote(
        _ server: SSHServer, _ key: SSHKey, passphrase: String? = nil, knownHosts: String? = nil, path: String? = nil
    ) -> GitRemote {
        GitRemote(
            url: server.url(of: path ?? place.git.path),
            credentials: .ssh(
                SSHIdentity(
                    user: NSUserName(), privateKey: Secret(key.text), passphrase: passphrase.map { Secret($0) },
                    knownHosts: knownHosts ?? server.hostKeys.keys.map { server.knownHost($0) }.joined())))
    }

    private func failure(_ remote: GitRemote) async -> GitSourceError? {
        await #expect(throws: GitSourceError.self) { try await place.reader.tree(of: remote) }
    }

    /// The reason of `untrustedServer`; any other outcome is recorded.
    private func distrust(_ remote: GitRemote) async -> String {
        let error = await failure(remote)
        guard case .untrustedServer(_, let reason) = error else {
            Issue.record("\(String(describing: error))")
            return ""
        }
        return reason
    }

    @Test("Ed25519 and ECDSA keys read, with and without a passphrase, and with the user of either place")
    func keys() async throws {
        let plain = try SSHKey(type: "ed25519", in: folder)
        let locked = try SSHKey(type: "ed25519", in: folder, passphrase: "open sesame")
        let ecdsa = try SSHKey(type: "ecdsa", in: folder)
        let old = try SSHKey(type: "ecdsa", in: folder, passphrase: "open sesame", form: "PEM")
        let server = try SSHServer(in: folder, authorized: [plain, locked, ecdsa, old].map(\.publicKey))
        #expect(try await place.reader.tree(of: remote(server, plain)).files.count == 1)
        #expect(try await place.reader.tree(of: remote(server, ecdsa)).files.count == 1)
        for key in [locked, old] {
            #expect(try await place.reader.tree(of: remote(server, key, passphrase: "open sesame")).files.count == 1)
        }
        let identity = SSHIdentity(
            user: NSUserName(), privateKey: Secret(plain.text), knownHosts: server.knownHost("ed25519"))
        let nameless = GitRemote(url: server.url(of: place.git.path, user: nil), credentials: .ssh(identity))
        try place.git.write("v: 2\n", to: "b.yaml")
        try place.git.commit("Two")
        #expect(try await place.reader.tree(of: nameless).files.count == 2)
        let mirrors = try FileManager.default.contentsOfDirectory(atPath: place.directory.path("mirrors"))
        #expect(mirrors.count == 1, "\(mirrors)")
        let pid = try #require(await place.reader.childProcessID)
        let environment = try Data(contentsOf: URL(filePath: "/proc/\(pid)/environ"))
        #expect(!String(decoding: environment, as: UTF8.self).contains("PRIVATE KEY"))
        await place.reader.stop()
    }

    @Test("Keys that can't work say so before anybody is asked")
    func unusableKeys() async throws {
        let locked = try SSHKey(type: "ed25519", in: folder, passphrase: "open sesame")
        let server = try SSHServer(in: folder, authorized: [locked.publicKey])
        func unusable(_ remote: GitRemote) async -> String {
            let error = await failure(remote)
            guard case .credentialsUnusable(_, let reason) = error else {
                Issue.record("\(String(describing: error))")
                return ""
            }
            #expect(!reason.contains("open sesame"))
            return reason
        }
        #expect(await unusable(remote(server, locked)).contains("give its passphrase"))
        #expect(await unusable(remote(server, locked, passphrase: "wrong")).contains("does not open the private key"))
        for form in [nil, "PEM", "PKCS8"] {
            let rsa = try SSHKey(type: "rsa", in: folder, form: form)
            #expect(await unusable(remote(server, rsa)).contains("ssh-keygen -t ed25519"))
        }
        let none = GitRemote(url: server.url(of: place.git.path))
        #expect(await unusable(none).contains("private key and known_hosts"))
        #expect(await unusable(remote(server, locked, passphrase: "x", knownHosts: "# none\n")).contains("ssh-keyscan"))
        await place.reader.stop()
    }

    @Test("A key that the server does not know, and a repository that is not there")
    func refusals() async throws {
        let known = try SSHKey(type: "ed25519", in: folder)
        let unknown = try SSHKey(type: "ed25519", in: folder)
        let server = try SSHServer(in: folder, authorized: [known.publicKey])
        let url = server.url(of: place.git.path)
        let shown = GitRemote(url: url).displayURL
        #expect(await failure(remote(server, unknown)) == .credentialsRefused(url: shown))
        let error = await failure(remote(server, known, path: "/nowhere/at/all"))
        if case .notARepository = error {} else { Issue.record("\(String(describing: error))") }
        await place.reader.stop()
    }

    @Test("known_hosts decides: hashed names count, and each way to differ has its own words")
    func knownHosts() async throws {
        let key = try SSHKey(type: "ed25519", in: folder)
        let server = try SSHServer(in: folder, authorized: [key.publicKey])
        let line = server.knownHost("ed25519")
        let file = folder.appending(path: "known_hosts")
        try Data(line.utf8).write(to: file)
        try Tool.run("ssh-keygen", ["-q", "-H", "-f", file.path(percentEncoded: false)])
        let hashed = try String(contentsOf: file, encoding: .utf8)
        #expect(hashed.hasPrefix("|1|"))
        #expect(try await place.reader.tree(of: remote(server, key, knownHosts: hashed)).files.count == 1)

        let other = try SSHKey(type: "ed25519", in: folder)
        let otherType = try SSHKey(type: "ecdsa", in: folder)
        let host = "[127.0.0.1]:\(server.port)"
        let fingerprint = try Tool.run("ssh-keygen", ["-l", "-f", file.path(percentEncoded: false)]).split(
            separator: " ")[1]
        let unknown = await distrust(remote(server, key, knownHosts: "git.example \(server.hostKeys["ed25519"] ?? "")"))
        #expect(unknown.contains("no line for \(host)") && unknown.contains(fingerprint), "\(unknown)")
        let changed = await distrust(remote(server, key, knownHosts: "\(host) \(other.publicKey)"))
        #expect(changed.contains("somebody may be listening in"), "\(changed)")
        let typed = await distrust(remote(server, key, knownHosts: "\(host) \(otherType.publicKey)"))
        #expect(typed.contains("no host key of a type that known_hosts has"), "\(typed)")
        let revoked = await distrust(remote(server, key, knownHosts: line + "@revoked \(line)"))
        #expect(revoked.contains("revoked"), "\(revoked)")
        await place.reader.stop()
    }

    @Test("Servers with nothing but RSA or SHA-1 are refused in words that name the way out")
    func oldServers() async throws {
        let key = try SSHKey(type: "ed25519", in: folder)
        let rsa = try SSHServer(in: folder, hostKeyTypes: ["rsa"], authorized: [key.publicKey])
        #expect(await distrust(remote(rsa, key)).contains("give the server an ed25519 or ECDSA host key"))
        let sha1 = try SSHServer(
            in: folder, hostKeyTypes: ["rsa"], authorized: [key.publicKey], options: ["HostKeyAlgorithms ssh-rsa"])
        #expect(await distrust(remote(sha1, key)).contains("signed by SHA-1"))
        await place.reader.stop()
    }
}
