import Foundation
import Model
import TestExecution
import TestSupport
import Testing

/// The checks that try the locks, against the open shop, the locked one behind TLS, and nginx.
struct ActiveChecksTests {
    private let open: FixtureServer
    private let doors: TLSDoors
    private var good: String { doors.good }

    init() throws {
        open = try SecurityFixture.open.get()
        doors = try SecurityFixture.doors.get()
    }

    @Test func foreignOriginsThatAreLetInAreFound() async throws {
        let found = try await SecurityFixture.findings(of: .cors, at: open.url("/"))
        #expect(
            found == [
                "high: foreign origins are let in with credentials: `https://rondo-probe.example`, `null`, "
                    + "`http://127.0.0.1.rondo-probe.example`"
            ])
        let reflected = try await SecurityFixture.findings(of: .cors, at: doors.files)
        #expect(reflected.first?.hasPrefix("medium: foreign origins are let in: ") == true, "\(reflected)")
        #expect(try await SecurityFixture.findings(of: .cors, at: good).isEmpty)
        #expect(
            try await SecurityFixture.findings(of: .cors, SecurityFixture.words("https://shop.example"), at: good)
                .isEmpty)
    }

    @Test func everyOriginIsFoundOnlyWhereOriginsAreListed() async throws {
        let url = doors.files + "public"
        #expect(try await SecurityFixture.findings(of: .cors, at: url).isEmpty)
        #expect(
            try await SecurityFixture.findings(of: .cors, SecurityFixture.words("https://shop.example"), at: url)
                == ["medium: every origin is let in (`*`), and only those listed may be"])
        #expect(try await SecurityFixture.findings(of: .cors, SecurityFixture.words("*"), at: url).isEmpty)
    }

    @Test func methodsThatNeedNotBeAnsweredAreFound() async throws {
        #expect(
            try await SecurityFixture.findings(of: .methodsAllowed, at: open.url("/")) == [
                "medium: `TRACE` is answered 200 and sends back what was sent",
                "medium: `TRACK` is answered 200 and sends back what was sent",
                "medium: `RONDO`, which is no method, is answered 200", "medium: `Allow` lists `CONNECT`",
            ])
        #expect(try await SecurityFixture.findings(of: .methodsAllowed, at: good).isEmpty)
        #expect(
            try await SecurityFixture.findings(of: .methodsAllowed, SecurityFixture.words("GET", "HEAD"), at: good)
                == ["medium: `OPTIONS` is answered 204"])
    }

    @Test func errorsThatTellTooMuchAreFound() async throws {
        let found = try await SecurityFixture.findings(
            of: .errorLeak, SecurityFixture.words("/orders", "/other"), at: open.url("/"))
        #expect(
            found == [
                "medium: a path that does not exist is answered 500 with a stack trace of Python",
                "medium: a path that does not exist is answered 500 with a stack trace of Python",
            ])
        // Not every address can have a path below it.
        let query = try await SecurityFixture.findings(of: .errorLeak, at: open.url("/orders?id=1"))
        #expect(query.count == 1, "\(query)")
        #expect(try await SecurityFixture.findings(of: .errorLeak, at: good).isEmpty)
    }

    /// Breaks when the parameter is not looked for alone.
    @Test func redirectsToAnywhereAreFoundWithTheirParameter() async throws {
        let paths = SecurityFixture.words("/login", "/out?to=", "/refresh", "/orders")
        let result = try await SecurityFixture.run([SecurityCheck(.openRedirect, paths)], at: open.url(""))
        #expect(
            result.findings?.map(\.message) == [
                "`next` leads to any host by its `Location`", "leads to any host by its `Location`",
                "`url` leads to any host by its `Refresh`",
            ], "\(result)")
        #expect(
            result.findings?.first?.place == open.url("/login?next=https%3A%2F%2Frondo-probe.example%2F"), "\(result)")
        #expect(
            try await SecurityFixture.findings(of: .openRedirect, at: open.url("/orders"))
                == ["medium: a path with two slashes leads to any host by its `Location`"])
        #expect(
            try await SecurityFixture.findings(
                of: .openRedirect, SecurityFixture.words("/login", "/out?to=", "/refresh"), at: good
            ).isEmpty)
    }

    @Test func nobodyIsRefusedThoughTheRateWasSurpassed() async throws {
        let found = try await SecurityFixture.findings(of: .rateLimit, .string("20/m"), at: open.url("/"))
        #expect(
            found.count == 1 && found[0].hasPrefix("medium: 40 requests within ")
                && found[0].hasSuffix(" were all answered, which is more than 20/m"), "\(found)")
        #expect(try await SecurityFixture.findings(of: .rateLimit, .string("50/m"), at: good).isEmpty)
        #expect(
            try await SecurityFixture.findings(of: .rateLimit, .string("50/m"), at: doors.files + "limited").isEmpty)
        #expect(try await SecurityFixture.findings(of: .rateLimit, .string("50/m"), at: doors.files + "busy").isEmpty)
    }

    @Test func aRateThatNeedsTooManyRequestsIsNotTried() async throws {
        let result = try await SecurityFixture.run(
            [SecurityCheck(.rateLimit, .string("1000/s"))], at: open.url("/"))
        #expect(result.outcome == .errored)
        #expect(
            result.message
                == "`rate-limit` could not be made: twice 1000/s is more than the 600 requests that are sent at most: "
                + "ask for less")
    }
}
