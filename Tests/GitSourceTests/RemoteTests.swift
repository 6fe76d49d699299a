import Foundation
import TestSupport
import Testing

@testable import GitSource

/// URLs and ref names, before any process sees them.
@Suite struct RemoteTests {
    @Test func readsFoldersAndURLs() throws {
        let here = FileManager.default.currentDirectoryPath
        #expect(try SourceAddress("/srv/none/../repo.git/") == .folder("/srv/repo.git"))
        #expect(try SourceAddress("./x/y") == .folder(here + "/x/y"))
        #expect(try SourceAddress("file:///srv/a%20b") == .folder("/srv/a b"))
        #expect(try SourceAddress("file://localhost/srv") == .folder("/srv"))
        #expect(try SourceAddress("https://example.com/x.git") == .web("https://example.com/x.git"))
        #expect(try SourceAddress("http://127.0.0.1:8080/x").location == "http://127.0.0.1:8080/x")
        #expect(try SourceAddress("/srv/repo").location == "/srv/repo")
        #expect(try SourceAddress("git://h/x") == .daemon("git://h/x"))
        guard case .ssh(let scp) = try SourceAddress("git@Git.Example:a/b.git"),
            case .ssh(let url) = try SourceAddress("ssh://[::1]:2222/srv/x"),
            case .ssh(let bare) = try SourceAddress("host:x")
        else {
            Issue.record("not an ssh address")
            return
        }
        #expect((scp.host, scp.port, scp.user, scp.path) == ("git.example", 22, "git", "a/b.git"))
        #expect((url.host, url.port, url.user, url.path) == ("::1", 2_222, nil, "/srv/x"))
        #expect((bare.host, bare.user, bare.path) == ("host", nil, "x"))
    }

    @Test func followsLinksToTheFolderItself() throws {
        let directory = try TemporaryDirectory()
        try directory.write("", to: "real/x")
        try FileManager.default.createSymbolicLink(
            atPath: directory.path("link"), withDestinationPath: directory.path("real"))
        #expect(try SourceAddress(directory.path("link")) == .folder(directory.path("real")))
    }

    @Test(arguments: [
        "", "ext::sh -c date", "fd::17", "-u", "--upload-pack=x", "git://ana@h/x", "ssh://h", "ssh://h/",
        "ssh://ana:b@h/x",
        "ssh://-oProxyCommand=x/y", "ssh://-l@h/x", "git@-oProxyCommand=x:y", "-l@h:x", "git@h:", "git@h:-x", "a b@h:x",
        "ssh://169.254.169.254/x", "git@169.254.169.254:x", "git://169.254.169.254/x", "ssh://h:0/x", "ssh://h:99999/x",
        "C:\\x", "https:///x", "https://[fe80::1%25eth0]/x", "https://[::1%25lo]/x",
        "https://metadata.google.internal/x",
        "http://[64:ff9b::a9fe:a9fe]/x", "http://[fd00:ec2::254]/x", "http://[::ffff:a9fe:a9fe]/x", "http://-h/x",
        "https://h/x?y", "https://h/x#y", "https://h/%0a", "http://[::1", "https://h\\@evil/x",
        "ftp://h/x",
        "file://host/x", "file://relative", "https://h/x\nHost: evil", " https://h/x", "https://h/x ",
        "http://169.254.169.254/x", "http://2852039166/x", "http://0xA9FEA9FE/x", "http://[fe80::1]/x",
        "http://[::ffff:169.254.169.254]/x", "git+ssh://h/x", String(repeating: "x", count: 3_000),
    ])
    func refusesEveryOtherTransport(url: String) {
        let error = #expect(throws: GitSourceError.self) { try SourceAddress(url) }
        if case .unsupportedURL = error {} else { Issue.record("\(String(describing: error))") }
    }

    @Test func oneRepositoryHasOneMirror() throws {
        func name(_ url: String) throws -> String { try SourceAddress(url).mirrorName }
        let base = try name("https://example.com/a/b")
        for same in [
            "https://example.com/a/b.git", "https://example.com/a/b/", "https://EXAMPLE.com:443/a/b",
            "HTTPS://ana:secret@example.com/a/b.git/",
        ] { #expect(try name(same) == base) }
        for other in ["https://example.com/a/B", "http://example.com/a/b", "https://example.com:8443/a/b", "/a/b"] {
            #expect(try name(other) != base)
        }
        #expect(try name("http://h:80/a") == name("http://h/a"))
        #expect(try name("git://h:9418/a") == name("git://h/a"))
        for same in ["ssh://git@h/a/b", "h:a/b.git", "git@H:a/b/", "ssh://h:22/a/b.git/"] {
            #expect(try name(same) == name("git@h:a/b"), "\(same)")
        }
        #expect(try name("git@h:a/b") != name("ssh://h:2222/a/b"))
        #expect(try name("/srv/a") != name("/srv/a.git"))
        #expect(base.utf8.allSatisfy { (0x30...0x66).contains($0) } && base.utf8.count == 32)
    }

    @Test func masksCredentialsWhereverTheyStand() {
        #expect(GitRemote(url: "https://ana:secret@h/x").displayURL == "https://***@h/x")
        #expect(GitRemote(url: "git@h:a/b.git").displayURL == "git@h:a/b.git")
        #expect(GitRemote(url: "ssh://git:secret@h/x").displayURL == "ssh://***@h/x")
        #expect(
            MaskedText.mask("can't reach 'https://a:b@c@h/x' or http://t0ken@h")
                == "can't reach 'https://***@h/x' or http://***@h")
        #expect(MaskedText.mask("https://h/a@b") == "https://h/a@b")
        #expect(MaskedText.mask("ana:secret@h/x") == "***@h/x")
        #expect(MaskedText.mask("/srv/x@y") == "/srv/x@y")
        #expect(MaskedText.mask("mail a@b now") == "mail a@b now")
        let error = #expect(throws: GitSourceError.self) { try SourceAddress("ftp://ana:secret@h/x") }
        #expect(!"\(String(describing: error))".contains("secret"))
    }

    @Test func agreesWithGitOnRefNames() throws {
        let directory = try TemporaryDirectory()
        let git = try GitFixture(at: directory.url)
        let names = [
            "main", "a/b", "v1.2.3", "a-b_c", "x.lock", "a/.b", "a..b", "a b", "a~1", "a^", "a:b", "a?", "a*", "a[",
            "a\\b",
            "a//b", "/a", "a/", "a.", "a@{b", "@a", "a.lock/b", "ünï", "a\u{7F}b", "{", "a@", "refs/heads/x",
        ]
        for name in names {
            let gitTakes = (try? git.git("check-ref-format", "refs/heads/" + name)) != nil
            #expect((RefName.refusal(of: name) == nil) == gitTakes, "\(name)")
        }
        for name in ["", "@", "-x", "--upload-pack=x", String(repeating: "x", count: 1_025), "a\u{202E}b"] {
            #expect(RefName.refusal(of: name) != nil)
        }
    }

    @Test func shortensRefNames() {
        #expect(RefName.short("refs/heads/a/b") == "a/b")
        #expect(RefName.short("refs/tags/v1") == "v1")
        #expect(RefName.short("refs/pull/1/head") == "pull/1/head")
        #expect(RefName.short("HEAD") == "HEAD")
        #expect(RefName.isCommitID(String(repeating: "0a", count: 20)))
        #expect(!RefName.isCommitID(String(repeating: "0A", count: 20)))
    }
}
