import Foundation
import Model
import TestExecution
import TestSupport
import Testing

/// The checks that look at ordinary answers, against the open shop and the locked one behind TLS.
struct AnswerChecksTests {
    private let open: FixtureServer
    private let good: String

    init() throws {
        open = try SecurityFixture.open.get()
        good = try SecurityFixture.doors.get().good
    }

    @Test func headersThatAreMissingAndVersionsThatAreToldAreFound() async throws {
        let found = try await SecurityFixture.findings(of: .headers, at: open.url("/"))
        #expect(
            found.prefix(4) == [
                "low: there is no `X-Content-Type-Options`", "low: there is no `Content-Security-Policy`",
                "low: there is no `Referrer-Policy`", "low: there is no `X-Frame-Options`",
            ], "\(found)")
        #expect(
            found.count == 5 && found[4].hasPrefix("info: `Server: BaseHTTP/")
                && found[4].hasSuffix("` tells the version of the server's software"), "\(found)")
        // What is no page asks for less.
        #expect(
            try await SecurityFixture.findings(of: .headers, at: open.url("/orders")).dropLast() == [
                "low: there is no `X-Content-Type-Options`"
            ])
        #expect(
            try await SecurityFixture.findings(
                of: .headers, SecurityFixture.words("Date", "Cache-Control"), at: open.url("/")
            ).first == "low: there is no `Cache-Control`")
        #expect(try await SecurityFixture.findings(of: .headers, at: good).isEmpty)
    }

    /// Breaks when a deleted cookie or that of a CSRF token counts, or when the name of a session makes no difference.
    @Test func cookiesWithoutTheirFlagsAreFound() async throws {
        #expect(
            try await SecurityFixture.findings(of: .cookiesFlags, at: open.url("/")) == [
                "medium: cookie `session` has no `Secure`, `HttpOnly`, `SameSite`",
                "low: cookie `theme` has no `SameSite`",
            ])
        #expect(try await SecurityFixture.findings(of: .cookiesFlags, at: good).isEmpty)
    }

    /// Breaks when only the beginning of an answer is searched.
    @Test func secretsFarInALongAnswerAreFound() async throws {
        #expect(
            try await SecurityFixture.findings(
                of: .secretsInBody, SecurityFixture.words("/large"), at: open.url("")) == [
                    "high: the body holds what looks like an access key of AWS"
                ])
    }

    @Test func pathsThatAskNobodyWhoItIsAreFound() async throws {
        let paths = SecurityFixture.words("/orders", "/nowhere", "/login")
        #expect(
            try await SecurityFixture.findings(of: .authRequired, paths, at: open.url("")) == [
                "high: answers 200 without credentials",
                "info: answers 500, which does not say whether it asks",
            ])
        #expect(try await SecurityFixture.findings(of: .authRequired, at: good + "orders").isEmpty)
        #expect(
            try await SecurityFixture.findings(
                of: .authRequired, SecurityFixture.words("/orders", "/admin", "/account"), at: good
            ).isEmpty)
        // A path that is not there, as after a slip of the pen, is not passed over.
        #expect(
            try await SecurityFixture.findings(of: .authRequired, SecurityFixture.words("/ordres"), at: good)
                == ["info: answers 404, which does not say whether it asks"])
    }

    @Test func foldersThatShowWhatIsInThemAreFound() async throws {
        let files = try SecurityFixture.doors.get().files
        let result = try await SecurityFixture.run([SecurityCheck(.directoryListing)], at: files + "uploads/a/b.txt")
        #expect(result.findings?.map(\.message) == ["the folder shows what is in it"])
        #expect(result.findings?.map(\.place) == [files + "uploads/"])
        #expect(
            try await SecurityFixture.findings(
                of: .directoryListing, SecurityFixture.words("/files"), at: open.url("/")
            ) == ["medium: the folder shows what is in it"])
        #expect(try await SecurityFixture.findings(of: .directoryListing, at: files).isEmpty, "it has an index")
        #expect(
            try await SecurityFixture.findings(
                of: .directoryListing, SecurityFixture.words("/static", "/uploads"), at: good
            ).isEmpty)
    }

    /// Breaks when a finding shows what was found.
    @Test func secretsInBodiesAreFoundAndNotShown() async throws {
        let result = try await SecurityFixture.run(
            [SecurityCheck(.secretsInBody, SecurityFixture.words("/config"))], at: open.url("/"))
        let found = (result.findings ?? []).map { "\($0.severity.rawValue): \($0.message)" }
        #expect(
            found == [
                "high: the body holds what looks like an access key of AWS", "high: the body holds a private key",
                "high: the body holds an address with a password in it", "medium: the body holds a JWT",
            ])
        let text = "\(result)"
        for secret in ["AKIAIOSFODNN7EXAMPLE", "hunter2", "eyJhbGci", "bm90IGEga2V5"] {
            #expect(!text.contains(secret))
        }
        #expect(
            try await SecurityFixture.findings(
                of: .secretsInBody, SecurityFixture.words("/config", "/"), at: good
            ).isEmpty)
    }
}
