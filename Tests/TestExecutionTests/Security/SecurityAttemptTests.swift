import Foundation
import Model
import TestSupport
import Testing

@testable import TestExecution

/// What a security test comes to.
struct SecurityAttemptTests {
    private let every = SecurityCheck.Name.allCases.map { SecurityCheck($0) }

    /// Breaks when any check takes something good for something bad.
    @Test func nothingIsFoundInAGoodConfiguration() async throws {
        let good = try SecurityFixture.doors.get().good
        let checks = SecurityCheck.Name.allCases.map { name -> SecurityCheck in
            switch name {
            case .authRequired: SecurityCheck(name, SecurityFixture.words("/orders", "/admin"))
            case .rateLimit: SecurityCheck(name, .string("50/m"))
            default: SecurityCheck(name)
            }
        }
        let result = try await SecurityFixture.run(checks, at: good, threshold: .info)
        #expect(result.outcome == .passed, "\(result)")
        #expect(result.findings == [] && result.failures.isEmpty && result.message == nil)
    }

    /// Breaks when a check that found something ends the test.
    @Test func allChecksAreMadeAndTheWorstComesFirst() async throws {
        let url = try SecurityFixture.open.get().url("/")
        var checks = every.filter { $0.name != .rateLimit && $0.name != .directoryListing }
        checks.insert(SecurityCheck(.rateLimit, .string("20/m")), at: 0)
        checks.append(SecurityCheck(.directoryListing, SecurityFixture.words("/files")))
        checks.append(SecurityCheck(.secretsInBody, SecurityFixture.words("/config")))
        let lines = Recorder<String>()
        let result = try await SecurityFixture.run(checks, at: url) { _, text in
            lines.record(text)
            return true
        }
        #expect(result.outcome == .failed && result.failures.isEmpty, "\(result)")
        let findings = try #require(result.findings)
        #expect(Set(findings.map(\.check)) == Set(every.map(\.name.rawValue)), "\(findings)")
        #expect(findings.map(\.severity) == findings.map(\.severity).sorted(by: >))
        for finding in findings {
            #expect(finding.owasp?.hasPrefix("API") == true && finding.advice?.hasSuffix(".") == true)
            #expect(finding.place?.hasPrefix("http://127.0.0.1:") == true)
        }
        let others = findings.count { $0.severity >= .low } - 1
        #expect(
            result.message?.hasPrefix("tls-min-version, high: the address is not encrypted") == true
                && result.message?.hasSuffix("(and \(others) more at or above `low`)") == true,
            "\(result.message ?? "")")
        let made = lines.all
        #expect(made.count == checks.count && made.last == "rate-limit: 1 finding\n", "\(made)")
    }

    /// Breaks when findings below the threshold are dropped, or fail the test.
    @Test func whatIsBelowTheThresholdIsKeptAndPasses() async throws {
        let url = try SecurityFixture.open.get().url("/")
        let below = try await SecurityFixture.run([SecurityCheck(.headers)], at: url, threshold: .medium)
        #expect(below.outcome == .passed && below.findings?.count == 5, "\(below)")
        let at = try await SecurityFixture.run([SecurityCheck(.headers)], at: url, threshold: .low)
        #expect(at.outcome == .failed && at.message?.hasSuffix("(and 3 more at or above `low`)") == true, "\(at)")
        let every = try await SecurityFixture.run([SecurityCheck(.headers)], at: url, threshold: .info)
        #expect(every.message?.hasSuffix("(and 4 more at or above `info`)") == true, "\(every)")
    }

    @Test func aCheckThatCannotBeMadeIsNamed() async throws {
        let url = "http://127.0.0.1:\(LoopbackPort.free())/"
        let result = try await SecurityFixture.run([SecurityCheck(.headers), SecurityCheck(.cors)], at: url)
        #expect(result.outcome == .failed, "as a `rest` test")
        #expect(
            result.message?.hasPrefix("`headers` could not be made: cannot connect to 127.0.0.1:") == true
                && result.message?.hasSuffix("connection refused (and 1 more)") == true, "\(result)")
        #expect(result.failures.map(\.query) == ["headers", "cors"])
        #expect(result.findings == [])
    }

    @Test func anAddressThatIsNoneIsAnError() async throws {
        let result = try await SecurityFixture.run([SecurityCheck(.headers)], at: "ftp://127.0.0.1/")
        #expect(result.outcome == .errored && result.message == "the test's `url` is no URL of HTTP")
    }

    @Test func moreThingsThanACheckIsToldAreRefused() async throws {
        let paths = JSONValue.array((0...SecurityCheck.itemLimit).map { .string("/p\($0)") })
        let result = try await SecurityFixture.run(
            [SecurityCheck(.secretsInBody, paths)], at: try SecurityFixture.open.get().url("/"))
        #expect(result.outcome == .errored)
        #expect(result.message?.contains("it is told 51 things, and 50 are the most") == true, "\(result)")
    }

    /// Breaks when a check sends more than it says, or the ordinary answer is asked for by each.
    @Test(arguments: SecurityCheck.Name.allCases)
    func noCheckSendsMoreThanItSays(_ name: SecurityCheck.Name) async throws {
        let asked = Recorder<String>()
        let server = try LoopbackServer { request in
            asked.record(request.method + " " + request.target)
            return LoopbackServer.Response(status: 200, body: Data("{}".utf8))
        }
        defer { server.stop() }
        let parameter: JSONValue? =
            switch name {
            case .authRequired, .errorLeak, .openRedirect, .directoryListing, .secretsInBody:
                SecurityFixture.words("/a", "/b")
            case .cors: SecurityFixture.words("https://shop.example", "https://other.example")
            case .rateLimit: .string("30/m")
            default: nil
            }
        _ = try await SecurityFixture.run([SecurityCheck(name, parameter), SecurityCheck(.headers)], at: server.url)
        let bound = name.profile.bound
        #expect(asked.all.count <= bound.fixed + 2 * bound.perItem + 1, "\(asked.all)")
        #expect(asked.all.allSatisfy { !$0.hasPrefix("POST") && !$0.hasPrefix("PUT") && !$0.hasPrefix("DELETE") })
        if name == .hsts || name == .cookiesFlags { #expect(asked.all.count == 1, "\(asked.all)") }
    }

    @Test func whatIsLeftOutIsSaid() async throws {
        let url = try SecurityFixture.locked.get().url("/")
        let spec = SecuritySpec(url: url, checks: [SecurityCheck(.headers), SecurityCheck(.cors)]).passive
        let some = try await Fixture.run(.security(spec))
        #expect(some.outcome == .passed)
        #expect(
            some.message
                == "left out: `cors`: an Environment of type `prod` is asked ordinary things only unless its `allow` has `security`"
        )
        let none = try await Fixture.run(.security(SecuritySpec(url: url, checks: [SecurityCheck(.cors)]).passive))
        #expect(none.outcome == .skipped && none.message == some.message)
    }

    /// The checks take any certificate. Breaks when the password of an address is sent to whoever answers.
    @Test func nobodyIsToldTheUserOfTheAddress() throws {
        let target = try #require(SecurityTarget("https://ana:s3cr%20et@shop.example:8443/a%20b?q=1#x"))
        #expect(target.url == "https://shop.example:8443/a%20b?q=1" && target.origin == "https://shop.example:8443")
        #expect(target.url("/c") == "https://shop.example:8443/a%20b/c")
        #expect(SecurityTarget("https://shop.example/a b")?.url == "https://shop.example/a%20b")
    }
}
