import Foundation
import Model
import Testing

@testable import GitSource

/// Which credentials fit which address, decided without a server.
@Suite struct AccessRuleTests {
    private let basic = GitCredentials.basic(username: "ana", password: Secret("s3cret"))

    private func refusal(_ url: String, _ credentials: GitCredentials?) -> String? {
        do throws(GitSourceError) {
            try AccessRule.check(GitRemote(url: url, credentials: credentials), SourceAddress(url))
            return nil
        } catch {
            #expect(!"\(error)".contains("s3cret"))
            return "\(error)"
        }
    }

    @Test("Credentials go where nobody can read them on the way")
    func places() {
        #expect(refusal("https://git.example/x", basic) == nil)
        #expect(refusal("http://127.0.0.1:80/x", basic) == nil)
        #expect(refusal("http://localhost/x", .bearer(Secret("t"))) == nil)
        #expect(refusal("http://[::1]/x", basic) == nil)
        #expect(refusal("http://git.example/x", nil) == nil)
        #expect(refusal("http://git.example/x", basic)?.contains("use https://") == true)
        #expect(refusal("http://ana:s3cret@git.example/x", nil)?.contains("use https://") == true)
        #expect(refusal("https://ana:s3cret@git.example/x", nil) == nil)
        #expect(refusal("https://ana@git.example/x", basic)?.contains("take that out") == true)
        #expect(refusal("/srv/x", basic)?.contains("a folder") == true)
        #expect(refusal("git://git.example/x", basic)?.contains("can't carry") == true)
        #expect(refusal("ssh://git.example/x", basic)?.contains("private key") == true)
        let identity = SSHIdentity(privateKey: Secret("s3cret"), knownHosts: "h ssh-ed25519 AAAA")
        #expect(refusal("https://git.example/x", .ssh(identity))?.contains("ssh://") == true)
    }

    @Test("Nothing in a credential can end a header line")
    func headers() {
        for token in ["", "a b", "a\r\nHost: evil", "a\n"] {
            #expect(refusal("https://h.example/x", .bearer(Secret(token)))?.contains("line end") == true)
        }
        #expect(refusal("https://h.example/x", .basic(username: "a:b", password: Secret("c"))) != nil)
        #expect(refusal("https://h.example/x", .basic(username: "a", password: Secret("c\n"))) != nil)
    }

    @Test("Damaged private keys are told from those of another form")
    func damagedKeys() {
        func reason(_ text: String) -> String { PrivateKeyText.refusal(of: Secret(text), passphrase: nil) ?? "" }
        func block(_ label: String, _ bytes: String) -> String {
            "-----BEGIN \(label)-----\n\(Data(bytes.utf8).base64EncodedString())\n-----END \(label)-----\n"
        }
        #expect(reason("").contains("PEM"))
        #expect(reason("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n").contains("PEM"))
        #expect(reason(block("OPENSSH PRIVATE KEY", "openssh-key-v1\0\0\0\0\u{7F}x")).contains("damaged"))
        #expect(reason(block("PUBLIC KEY", "x")).contains("public half"))
        #expect(reason(block("DSA PRIVATE KEY", "x")).contains("ssh-keygen -t ed25519"))
        #expect(reason(block("ENCRYPTED PRIVATE KEY", "x")).contains("passphrase"))
        #expect(reason(String(repeating: "x", count: 70_000)).contains("PEM"))
    }

    @Test("Host patterns match as OpenSSH's do")
    func patterns() {
        let cases: [(String, String, Bool)] = [
            ("git.example", "git.example", true), ("GIT.example", "git.example", true),
            ("*.example", "git.example", true),
            ("*.example", "example", false), ("g?t.example", "git.example", true),
            ("a,b,git.example", "git.example", true),
            ("*,!git.example", "git.example", false), ("[h]:22", "h", false), ("[h]:2222", "[h]:2222", true),
            ("*****************a", String(repeating: "b", count: 200), false), ("*", "", true), ("", "h", false),
            ("|1|AAAA", "h", false),
        ]
        for (pattern, name, expected) in cases { #expect(HostPatterns(pattern).match(name) == expected, "\(pattern)") }
    }

    @Test("known_hosts passes over what is not an entry")
    func entries() {
        #expect(KnownHosts("").isEmpty)
        #expect(
            KnownHosts("# c\nhost\nhost ssh-ed25519\nhost ssh-ed25519 ####\n@cert-authority * ssh-ed25519 AAAA").isEmpty
        )
        let key: [UInt8] = [0, 0, 0, 11] + Array("ssh-ed25519".utf8) + [1, 2]
        let known = KnownHosts("h,[h]:2 ssh-ed25519 \(Data(key).base64EncodedString()) me@here")
        #expect(known.verdict(host: "h", port: 22, key: key) == .trusted)
        #expect(known.verdict(host: "h", port: 2, key: key) == .trusted)
        #expect(known.verdict(host: "h", port: 3, key: key) == .unknownHost)
        #expect(known.verdict(host: "h", port: 22, key: key + [3]) == .otherKey)
    }
}
