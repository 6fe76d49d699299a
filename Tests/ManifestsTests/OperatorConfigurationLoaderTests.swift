import Foundation
import Model
import TestSupport
import Testing

@testable import Manifests

struct OperatorConfigurationLoaderTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func load(_ text: String) throws -> OperatorConfiguration {
        try folder.write(text, to: "config.yaml")
        return try OperatorConfigurationLoader.load(path: folder.path("config.yaml"))
    }

    @Test func readsWhatManifestsMayReach() throws {
        let configuration = try load("allow: { env: [SHOP_*, PIN], secretFiles: /run/secrets }\n")
        #expect(configuration.allow.env == ["SHOP_*", "PIN"])
        #expect(configuration.allow.secretFiles == "/run/secrets/")
        #expect(configuration.allow.permits(environmentVariable: "SHOP_PIN"))
    }

    @Test func relativeFoldersAreMeantFromTheFile() throws {
        #expect(try load("allow: { secretFiles: secrets }\n").allow.secretFiles == folder.path("secrets/"))
    }

    @Test(arguments: ["", "# nothing\n", "{}\n", "~\n", "allow:\n", "allow: {}\n"])
    func nothingAllowsNothing(text: String) throws {
        #expect(try load(text) == OperatorConfiguration())
    }

    @Test func readsWhereMetricsGo() throws {
        #expect(
            try load("metrics: { cloudwatch: { region: eu-central-1 } }\n").metrics?.cloudwatch
                == OperatorConfiguration.CloudWatch(namespace: "Rondo", region: "eu-central-1"))
        #expect(try load("{}\n").metrics == nil)
        let error = try #require(throws: OperatorConfigurationError.self) {
            try load("metrics: { cloudwatch: { namespace: AWS/EC2, region: eu-central-1 } }\n")
        }
        #expect(
            error.description.contains("config.yaml:1:37: `namespace` can't begin with `AWS/`"), "\(error)")
    }

    @Test func readsHowItIsTrusted() throws {
        let tls = try #require(
            try load("publicURL: https://rondo.example\ntls: { cert: a/cert.pem, key: /b/key.pem }\n").tls)
        #expect(tls.cert?.path == folder.path("a/cert.pem") && tls.key?.path == "/b/key.pem" && tls.ca == nil)
        #expect(
            tls.key?.location == SourceLocation(file: folder.path("config.yaml"), line: 2, column: 31))
        #expect(try load("tls: { ca: ca.pem }\n").tls?.ca?.path == folder.path("ca.pem"))
        #expect(try load("tls: {}\n").tls == OperatorConfiguration.TLS())
        for one in ["cert: a.pem", "key: a.pem", "cert: a.pem, ca: b.pem"] {
            let error = try #require(throws: OperatorConfigurationError.self) { try load("tls: { \(one) }\n") }
            #expect(error.description.contains("`cert`") && error.description.contains("`key`"), "\(error)")
        }
        #expect(throws: OperatorConfigurationError.self) { try load("tls: { cert: \"\", key: k }\n") }
    }

    @Test func allErrorsAreToldAtOnce() throws {
        let error = try #require(throws: OperatorConfigurationError.self) {
            try load("alow: {}\nallow: { env: [\"*\", 5], secretFile: x }\n---\nx: 1\n")
        }
        #expect(
            error.diagnostics.map(\.message) == [
                "a configuration is one document",
                "unknown field `alow` in the configuration: did you mean `allow`?",
                "`env[0]` must be the name of an environment variable or a prefix, for example `SHOP_*`, but it is the text `*`",
                "`env[1]` must be the name of an environment variable or a prefix, for example `SHOP_*`, but it is the number `5`",
                "unknown field `secretFile` in allow: did you mean `secretFiles`?",
            ])
        #expect(error.description.contains("config.yaml:1:1: unknown field `alow`"))
    }

    @Test func readsSourcesWithFilesBesideIt() throws {
        let sources = try load(
            """
            sources:
              - url: /srv/tests
              - name: shop
                url: https://git.example.org/shop/tests.git
                ref: { semver: ">=1.2 <2" }
                path: deploy
                interval: 5m
                credentials: { username: ci, password: env:SHOP_TOKEN }
                knownHosts: file:known_hosts
                ca: file:/etc/ca.pem
                signers: { ssh: [file:signers], openPGP: [file:keys/ana.asc] }
                webhook: { type: bitbucket-server, secret: file:hook }

            """
        ).sources
        #expect(sources[0] == SourceConfiguration(url: "/srv/tests"))
        func file(_ name: String) -> OperatorSecret { .file(folder.path(name)) }
        #expect(
            sources[1]
                == SourceConfiguration(
                    name: "shop", url: "https://git.example.org/shop/tests.git",
                    ref: SourceConfiguration.Ref(semver: ">=1.2 <2"), path: "deploy", interval: .minutes(5),
                    credentials: SourceConfiguration.Credentials(
                        username: "ci", password: .environmentVariable("SHOP_TOKEN")),
                    knownHosts: file("known_hosts"), ca: .file("/etc/ca.pem"),
                    signers: SourceConfiguration.Signers(openPGP: [file("keys/ana.asc")], ssh: [file("signers")]),
                    webhook: WebhookConfiguration(type: .bitbucketServer, secret: file("hook"))))
    }

    @Test func sourcesAreCheckedAsManifestsAre() throws {
        let error = try #require(throws: OperatorConfigurationError.self) {
            try load(
                """
                sources:
                  - { name: Shop, url: "" }
                  - { url: a, ref: { brunch: b }, interval: 10, webhook: { type: githab } }
                  - { url: a, credentials: { password: hunter2, passphrase: env:P } }

                """)
        }
        let text = error.description
        for part in ["name", "url", "brunch", "interval", "githab", "secret", "env:NAME", "passphrase"] {
            #expect(text.contains(part), "\(part): \(text)")
        }
    }

    @Test func otherFilesAreErrors() throws {
        #expect(throws: OperatorConfigurationError.self) { try load("a: [") }
        #expect(throws: OperatorConfigurationError.self) { try load("- a\n") }
        #expect(throws: OperatorConfigurationError.self) { try load(String(repeating: "#", count: 2 << 20)) }
        let error = try #require(throws: OperatorConfigurationError.self) {
            try OperatorConfigurationLoader.load(path: folder.path("missing.yaml"))
        }
        #expect(error.description.contains("missing.yaml:1:1: can't be read"))
    }
}
