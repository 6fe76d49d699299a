import Access
import Foundation
import Model
import TestSupport
import Testing

@testable import Server

/// Files that are replaced, well and badly, and certificates that grow old.
struct CertificateKeeperTests {
    private let directory: TemporaryDirectory
    private let authority: TLSAuthority
    private let clock = ManualClock(Date() + 3_600)
    private let events = Recorder<Event>()

    init() throws {
        directory = try TemporaryDirectory()
        authority = try TLSAuthority(in: directory.url)
        for name in ["first", "second"] { try authority.issue(name, names: "DNS:\(name).example", days: 60) }
        try put("first.pem", "server.pem")
        try put("first.key", "server.key")
    }

    private func path(_ name: String) -> String { authority.folder.appending(path: name).path(percentEncoded: false) }

    /// Replaces a file by another, as those do who make certificates.
    private func put(_ name: String, _ target: String) throws {
        try Data(contentsOf: URL(filePath: path(name))).write(to: URL(filePath: path(target)), options: .atomic)
        chmod(path(target), 0o600)
    }

    private func open() async throws -> CertificateKeeper {
        try await CertificateKeeper.open(
            .files(CertificateFiles(certificate: path("server.pem"), key: path("server.key"))), clock: clock,
            report: { events.record($0) })
    }

    private var reasons: [ConditionReason] { events.all.map(\.reason) }

    @Test("Files that were replaced are taken up, and it is told once")
    func replaced() async throws {
        let keeper = try await open()
        #expect(await keeper.look() == nil)
        try put("second.pem", "server.pem")
        // Between the two files nothing fits, and nobody is told.
        #expect(await keeper.look() == nil)
        try put("second.key", "server.key")
        let next = try #require(await keeper.look())
        #expect(next.names == [.dns("second.example")])
        #expect(await keeper.certificate.names == next.names)
        #expect(await keeper.look() == nil)
        #expect(reasons == [.certificateReplaced])
    }

    @Test("What can't be used keeps what was, and is told once; what is good then is taken up")
    func unusable() async throws {
        let keeper = try await open()
        let before = await keeper.certificate.chain
        try put("second.pem", "server.pem")
        for _ in 0..<4 { #expect(await keeper.look() == nil) }
        #expect(reasons == [.certificateUnusable] && events.all[0].severity == .warning)
        #expect(events.all[0].message.contains("server.key was replaced and is not the key"))
        try FileManager.default.removeItem(atPath: path("server.pem"))
        for _ in 0..<4 { #expect(await keeper.look() == nil) }
        #expect(reasons == [.certificateUnusable, .certificateUnusable])
        #expect(await keeper.certificate.chain == before)
        try put("first.pem", "server.pem")
        #expect(await keeper.look() != nil)
        #expect(reasons.last == .certificateReplaced)
    }

    @Test("A key that everybody may read is told of and served; the group may")
    func exposed() async throws {
        chmod(path("server.key"), 0o640)
        _ = try await open()
        #expect(reasons.isEmpty)
        chmod(path("server.key"), 0o644)
        _ = try await open()
        #expect(reasons == [.keyExposed] && events.all[0].message.contains("chmod o= \(path("server.key"))"))
    }

    @Test("The end of a certificate is told of a week before, once")
    func expiring() async throws {
        let keeper = try await open()
        clock.advance(by: 52 * 86_400)
        _ = await keeper.look()
        #expect(reasons.isEmpty)
        clock.advance(by: 2 * 86_400)
        for _ in 0..<3 { _ = await keeper.look() }
        #expect(reasons == [.certificateExpiring] && events.all[0].message.contains("expires at"))
    }

    @Test("A certificate of its own is made anew at half its life")
    func own() async throws {
        let authority = try await CertificateAuthority.loadOrCreate(
            stateFolder: directory.url, installation: InstallationID(rawValue: "x"), now: clock.now())
        let keeper = try await CertificateKeeper.open(
            .authority(authority, [.dns("localhost")]), clock: clock, report: { events.record($0) })
        let first = await keeper.certificate
        clock.advance(by: 40 * 86_400)
        #expect(await keeper.look() == nil)
        clock.advance(by: 10 * 86_400)
        let next = try #require(await keeper.look())
        #expect(next.chain != first.chain && next.expires > first.expires && next.names == first.names)
        #expect(await keeper.look() == nil)
        #expect(events.all.isEmpty)
    }
}
