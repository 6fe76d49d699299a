import Foundation
import Model
import Store
import TestSupport
import Testing

/// `requireSignedCommits` of a repository, and the operator's signers, as git and ssh-keygen sign.
@Suite(.enabled(if: Tool.areThere("ssh-keygen"), "openssh-client is not installed"))
struct SignedCommitsTests {
    private let fixture: RondoFixture
    private let ana: SSHKey
    private let eve: SSHKey

    init() throws {
        fixture = try RondoFixture()
        ana = try SSHKey(type: "ed25519", in: fixture.directory.url, named: "ana")
        eve = try SSHKey(type: "ed25519", in: fixture.directory.url, named: "eve")
        try fixture.repository.git("config", "gpg.format", "ssh")
    }

    private func environment(_ marker: String) -> String {
        ExampleManifests.environment.replacing("type: dev\n", with: "type: dev\n  variables: { is: \(marker) }\n")
    }

    private func requiring(_ keys: SSHKey...) -> String {
        "requireSignedCommits:\n  keys:\n" + keys.map { "    - \($0.publicKey)\n" }.joined()
    }

    @discardableResult
    private func commit(_ files: [String: String?], _ message: String, by key: SSHKey?) throws -> String {
        try fixture.repository.git("config", "commit.gpgsign", key == nil ? "false" : "true")
        if let key { try fixture.repository.git("config", "user.signingkey", key.path) }
        return try fixture.commit(files, message)
    }

    /// What the environment that is in force was marked with.
    private func marker() async throws -> String? {
        guard case .environment(let spec)? = try await fixture.objects().first?.declared.spec else { return nil }
        return spec.variables["is"]
    }

    private func converged() async throws -> String? {
        try await fixture.store()?.source(named: "default")?.convergedRevision?.commit.rawValue
    }

    private func source(says word: String) async throws -> Bool {
        try await fixture.source()?.conditions.contains {
            $0.type == .fetched && $0.status == .no && $0.reason == .unverifiedCommit && $0.message.contains(word)
        } ?? false
    }

    @Test("A requirement counts once it has converged; then no commit lifts it or brings its own key")
    func convergedRequirement() async throws {
        defer { fixture.end() }
        let first = try commit(
            ["env.yaml": environment("one"), "rondo.yaml": requiring(ana)], "Require signatures", by: nil)
        let run = try fixture.startController()
        #expect(try await eventually { try await converged() == first }, "\(run.output) \(run.errors)")

        // It is in force itself, unsigned as it is; what comes after it is not.
        let lifting = try commit(["env.yaml": environment("lifted"), "rondo.yaml": nil], "Lift it", by: nil)
        #expect(try await eventually { try await source(says: String(lifting.prefix(7))) })
        #expect(try await source(says: "carries no signature"))
        #expect(try await source(says: "`requireSignedCommits` of \(first.prefix(7)) asks for one of its keys"))
        let own = try commit(["rondo.yaml": requiring(eve)], "Bring my own key", by: eve)
        #expect(try await eventually { try await source(says: String(own.prefix(7))) }, "\(run.output)")
        #expect(try await source(says: "not among the allowed signers"))
        #expect(try await marker() == "one")
        #expect(try await fixture.source()?.revision?.commit.rawValue == first)

        // Ana signs what she was given, and the new key counts from its own convergence on.
        let handed = try commit(
            ["env.yaml": environment("two"), "rondo.yaml": requiring(eve)], "Hand over to Eve", by: ana)
        #expect(try await eventually { try await converged() == handed }, "\(run.output) \(run.errors)")
        #expect(try await marker() == "two")
        let late = try commit(["env.yaml": environment("three")], "By Ana", by: ana)
        #expect(try await eventually { try await source(says: String(late.prefix(7))) }, "\(run.output)")
        await fixture.stop(run)

        // A restart forgets nothing.
        let once = try fixture.startController(["--once"])
        #expect(await once.exitCode() == 2, "\(once.output) \(once.errors)")
        #expect(try await marker() == "two")
        let good = try commit(["env.yaml": environment("four")], "By Eve", by: eve)
        let last = try fixture.startController(["--once"])
        #expect(await last.exitCode() == 0, "\(last.output) \(last.errors)")
        #expect(try await converged() == good)
        #expect(try await marker() == "four")
    }

    @Test("The operator's signers are needed beside the repository's keys, and can set those aside")
    func operatorsSigners() async throws {
        defer { fixture.end() }
        func configuration(_ more: String) throws -> [String] {
            try fixture.directory.write("ana@test \(ana.publicKey)\n", to: "allowed_signers")
            try fixture.directory.write(
                "sources: [{ url: \(fixture.repository.path), interval: 200ms, \(more) }]\n", to: "config.yaml")
            return [
                "run", "--config", fixture.directory.path("config.yaml"), "--state", fixture.state, "--once",
                "--listen", "127.0.0.1:0", "--observe-interval", "200ms", "--self-end", "10m",
            ]
        }
        func run(_ more: String) async throws -> (exit: Int32?, text: String) {
            let process = try RondoProcess(configuration(more), outputIn: fixture.directory.url)
            return (await process.exitCode(), process.output + process.errors)
        }
        let signed = "signers: { ssh: [file:allowed_signers] }"
        try commit(["env.yaml": environment("one"), "rondo.yaml": requiring(eve)], "Only Eve", by: eve)
        let refused = try await run(signed)
        #expect(refused.exit == 2 && refused.text.contains("not among the allowed signers"), "\(refused)")
        try commit(["env.yaml": environment("two")], "By Ana", by: ana)
        #expect(try await run(signed).exit == 0)
        #expect(try await marker() == "two")

        // Now both are asked, and no key is known to both.
        for key in [ana, eve] {
            try commit(["env.yaml": environment("three")], "By one", by: key)
            let half = try await run(signed)
            #expect(half.exit == 2 && half.text.contains("is not used"), "\(half)")
            try fixture.repository.git("reset", "-q", "--hard", "HEAD~1")
        }
        #expect(try await marker() == "two")
        try commit(["env.yaml": environment("four")], "By Ana again", by: ana)
        let freed = try await run("\(signed), repositoryKeys: ignored")
        #expect(freed.exit == 0, "\(freed)")
        #expect(try await marker() == "four")
    }
}
