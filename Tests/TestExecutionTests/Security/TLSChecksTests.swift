import Foundation
import HTTPTransport
import Model
import TestExecution
import TestSupport
import Testing

/// The checks of the connection, against nginx with good and bad TLS.
struct TLSChecksTests {
    private let doors: TLSDoors

    init() throws { doors = try SecurityFixture.doors.get() }

    /// Breaks when the probe asks for the newest version too, or without OpenSSL's lowest security level.
    @Test func oldVersionsOfTLSAreFoundWhereTheyAreTaken() async throws {
        #expect(
            try await SecurityFixture.findings(of: .tlsMinVersion, at: doors.old)
                == ["medium: TLS 1.0 and TLS 1.1 are taken, and 1.2 is the oldest that may be"])
        #expect(try await SecurityFixture.findings(of: .tlsMinVersion, at: doors.good).isEmpty)
        #expect(
            try await SecurityFixture.findings(of: .tlsMinVersion, .string("1.3"), at: doors.good)
                == ["medium: TLS 1.2 is taken, and 1.3 is the oldest that may be"])
    }

    @Test func anAddressWithoutTLSIsFoundByEachCheckOfIt() async throws {
        let url = try SecurityFixture.locked.get().url("/")
        for name in [SecurityCheck.Name.tlsMinVersion, .tlsCertExpiry] {
            let found = try await SecurityFixture.findings(of: name, at: url)
            #expect(
                found == ["high: the address is not encrypted: whoever stands between reads and changes everything"])
        }
        let found = try await SecurityFixture.findings(of: .hsts, at: url)
        #expect(
            found == ["low: the address is not encrypted, so browsers can't be told to come back over TLS only"])
    }

    /// Breaks when the certificate is verified: nobody here knows its authority.
    @Test func certificatesThatEndSoonOrHaveEndedAreFound() async throws {
        let soon = try await SecurityFixture.findings(of: .tlsCertExpiry, at: doors.old)
        #expect(soon.count == 1 && soon[0].hasPrefix("medium: the certificate expires on 20"), "\(soon)")
        #expect(soon.first?.hasSuffix(" UTC, within 14d") == true, "\(soon)")
        #expect(try await SecurityFixture.findings(of: .tlsCertExpiry, .string("3d"), at: doors.old).isEmpty)
        #expect(try await SecurityFixture.findings(of: .tlsCertExpiry, at: doors.good).isEmpty)
        let ended = try await SecurityFixture.findings(of: .tlsCertExpiry, at: doors.expired)
        #expect(ended.count == 1 && ended[0].hasPrefix("high: the certificate expired on 20"), "\(ended)")
    }

    @Test func aCertificateOfTheFutureIsFound() async throws {
        let scratch = try TemporaryDirectory()
        let clock = ManualClock(Date(timeIntervalSinceNow: -86_400 * 30))
        let test = TestDefinition(
            settings: TestSettings(name: "test"),
            body: .security(SecuritySpec(url: doors.good, checks: [SecurityCheck(.tlsCertExpiry)])))
        let result = await TestRunner(http: Fixture.http, clock: clock).run(
            TestWork(definition: test, scratch: scratch.url))
        let finding = try #require(result.findings?.first)
        #expect(finding.message.hasPrefix("the certificate is not valid before on 20"), "\(finding)")
        #expect(finding.severity == .high)
    }

    @Test func hstsIsFoundMissingShortOrBroken() async throws {
        func found(_ path: String, _ age: String? = nil) async throws -> [String] {
            try await SecurityFixture.findings(of: .hsts, age.map(JSONValue.string), at: doors.old + path)
        }
        #expect(try await found("") == ["low: there is no `Strict-Transport-Security`"])
        #expect(
            try await found("short")
                == ["low: `Strict-Transport-Security` promises `max-age` 1m, and 180d is the least"])
        #expect(try await found("short", "30s").isEmpty)
        #expect(
            try await found("off")
                == [
                    "low: `Strict-Transport-Security` promises `max-age` 0, which switches it off, and 180d is the least"
                ])
        #expect(
            try await found("broken")
                == ["low: `Strict-Transport-Security` has no `max-age`, so browsers pass it over"])
        #expect(try await SecurityFixture.findings(of: .hsts, at: doors.good).isEmpty)
    }
}
