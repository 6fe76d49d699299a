import Ingestion
import Model
import Testing

/// What is taken of reports in SARIF 2.1.0, by the paragraphs of the standard.
struct SARIFReaderTests {
    private func read(
        _ text: String, limits: ReportLimits = ReportLimits()
    ) throws -> (findings: [SecurityFinding], summary: SARIFSummary) {
        var findings: [SecurityFinding] = []
        let reader = SARIFReader(ReportInput(name: "scan.sarif", bytes: text.utf8), limits: limits)
        let summary = try reader.read { findings.append($0) }
        return (findings, summary)
    }

    /// Results before the tool, as members of an object may stand in any order.
    private func log(results: String, rules: String = "", more: String = "") -> String {
        """
        {"version": "2.1.0", "runs": [{"results": [\(results)], \(more)
          "tool": {"driver": {"name": "Scanner", "rules": [\(rules)]}}}]}
        """
    }

    private func one(_ result: String, rules: String = "", more: String = "") throws -> SecurityFinding {
        let found = try read(log(results: result, rules: rules, more: more)).findings
        return try #require(found.count == 1 ? found.first : nil, "\(found)")
    }

    /// Breaks when the level of a rule is passed over, or what neither says is no warning (§3.27.10).
    @Test(arguments: [
        (#"{"level": "error"}"#, SecuritySpec.Severity.high), (#"{"level": "warning"}"#, .medium),
        (#"{"level": "note"}"#, .low), (#"{"level": "none"}"#, .info), ("{}", .medium),
        (#"{"ruleId": "noted"}"#, .low), (#"{"ruleId": "noted", "level": "error"}"#, .high),
        (#"{"rule": {"id": "noted"}}"#, .low), (#"{"rule": {"index": 0}}"#, .low), (#"{"ruleIndex": 0}"#, .low),
        (#"{"ruleId": "noted/2"}"#, .low), (#"{"ruleId": "scored", "level": "note"}"#, .critical),
        (#"{"ruleId": "scored", "properties": {"security-severity": 4.0}}"#, .medium),
        (#"{"ruleIndex": -1}"#, .medium), (#"{"ruleId": "else", "kind": "review", "level": "none"}"#, .info),
    ])
    func severityIsThatOfTheScoreTheResultOrTheRule(_ result: String, _ severity: SecuritySpec.Severity) throws {
        let rules = """
            {"id": "noted", "defaultConfiguration": {"level": "note"}},
            {"id": "scored", "properties": {"security-severity": "9.8"}}
            """
        #expect(try one(result, rules: rules).severity == severity)
    }

    /// Breaks when a message is filled in before it is cut: this one would have 300 MB, and so would each result like it.
    @Test func aMessageNeverGrowsBeyondWhatIsKept() throws {
        let fields = String(repeating: "{0}", count: 20_000)
        let long = String(repeating: "x", count: 200_000)
        let found = try one(##"{"message": {"text": "\##(fields)", "arguments": ["\##(long)"]}}"##).message
        #expect(found.hasPrefix("xxx") && found.utf8.count < ReportLimits().message + 100)
        let dropped = try #require(found.firstMatch(of: /cut: ([0-9]+) bytes more/).flatMap { Int($0.output.1) })
        #expect(dropped < 100_000, "so much was made of it: \(dropped)")
        #expect(try one(#"{"message": {"text": "{0}{{{1}}}{2}", "arguments": ["a", "b"]}}"#).message == "a{b}{2}")
    }

    /// Breaks when each result searches the rules again: with 5,000 of both, a hundred million comparisons.
    @Test(.timeLimit(.minutes(5))) func manyResultsFindTheirRuleAmongMany() throws {
        let rules = (0..<5_000).map { #"{"id": "R\#($0)", "defaultConfiguration": {"level": "note"}}"# }
        let results = (0..<5_000).map { #"{"ruleId": "R\#(4_999 - $0)/a/b"}"# }
        let text = log(results: results.joined(separator: ","), rules: rules.joined(separator: ","))
        let found = try read(text).findings
        #expect(found.count == 5_000 && found.allSatisfy { $0.severity == .low })
        #expect(found.first?.check == "R4999/a/b")
    }

    /// Breaks when a report is read to its end though nobody waits for it.
    @Test func whatIsCheckedBeforeEachBlockEndsTheReading() throws {
        struct Stopped: Error {}
        var input = ReportInput(name: "scan.sarif", bytes: log(results: "{}").utf8)
        input.check = { throw Stopped() }
        #expect(throws: Stopped.self) { try SARIFReader(input).read { _ in } }
    }

    @Test func aFindingSaysWhatWhereAndHowToMendIt() throws {
        let finding = try one(
            """
            {"ruleId": "X1", "level": "error",
             "message": {"id": "default", "arguments": ["pickle", "a.py"]},
             "locations": [{"physicalLocation": {"artifactLocation": {"index": 1}, "region": {"startLine": 7}}}]}
            """,
            rules: """
                {"id": "X1", "helpUri": "https://x.example/X1", "properties": {"tags": ["security", "OWASP-API3:2023"]},
                 "messageStrings": {"default": {"text": "`{0}` is\\nread in {1}, see [the page](https://x.example) {{0}}"}}}
                """,
            more: #""artifacts": [{}, {"location": {"uri": "src/a%20b.py"}}],"#)
        #expect(
            finding
                == SecurityFinding(
                    check: "X1", tool: "Scanner", severity: .high,
                    message: "`pickle` is read in a.py, see the page {0}", place: "src/a b.py:7", owasp: "API3:2023",
                    advice: "See https://x.example/X1."))
    }

    @Test func whatALocationNamesOtherwise() throws {
        func place(_ location: String) throws -> String? { try one(#"{"locations": [\#(location)]}"#).place }
        #expect(
            try place(#"{"physicalLocation": {"artifactLocation": {"uri": "https://shop.example/a%20b?x=1"}}}"#)
                == "https://shop.example/a%20b?x=1")
        #expect(try place(#"{"logicalLocations": [{"name": "f", "fullyQualifiedName": "shop.f"}]}"#) == "shop.f")
        #expect(try place("{}") == nil)
        #expect(try one("{}").place == nil)
    }

    /// Breaks when suppressions that were refused count (§3.35.2), or passes do not go.
    @Test func whatIsAcceptedGoneOrWellIsNoFinding() throws {
        let (findings, summary) = try read(
            log(
                results: """
                    {"ruleId": "a", "suppressions": [{"kind": "inSource"}]},
                    {"ruleId": "b", "suppressions": [{"kind": "external", "status": "rejected"}]},
                    {"ruleId": "c", "suppressions": [{"kind": "external", "status": "accepted"}]},
                    {"ruleId": "d", "suppressions": []}, {"ruleId": "e", "baselineState": "absent"},
                    {"ruleId": "f", "baselineState": "unchanged"}, {"ruleId": "g", "kind": "pass"},
                    {"ruleId": "h", "kind": "notApplicable"}
                    """))
        #expect(findings.map(\.check) == ["b", "d", "f"])
        #expect(summary.findings == 3 && summary.passedOver == 3 && summary.tools == ["Scanner"])
    }

    @Test func rulesOfExtensionsAreFound() throws {
        let (findings, _) = try read(
            """
            {"version": "2.1.0", "runs": [{
              "tool": {"driver": {"name": "CodeQL", "rules": []},
                "extensions": [{"name": "pack", "rules": [{"id": "js/xss", "shortDescription": {"text": "An attack"},
                  "properties": {"security-severity": "7.8"}}]}]},
              "results": [{"ruleId": "js/xss", "rule": {"id": "js/xss", "index": 0, "toolComponent": {"index": 0}},
                "message": {}}]}]}
            """)
        #expect(findings.map(\.severity) == [.high] && findings.map(\.message) == ["An attack"])
    }

    @Test func aScannerThatDidNotEndWellIsTold() throws {
        let more = #"""
            "invocations": [{"executionSuccessful": false,
              "toolExecutionNotifications": [{"level": "error", "message": {"text": "out of memory"}}]}],
            """#
        #expect(
            try read(log(results: "", more: more)).summary.incomplete == ["Scanner did not end well: out of memory"])
    }

    @Test(arguments: [
        ("", "scan.sarif: is empty: did the tool end before it wrote its report?"),
        ("[]", "scan.sarif: is JSON, but no SARIF: it has no `version` or no `runs`"),
        ("{", "scan.sarif:1:2: not well-formed JSON: the report may be cut off"),
        (
            "{\"version\": \"2.1.0\",\n \"runs\": [{\"results\": [{\"level\": error}]}]}",
            "scan.sarif:2:24: not well-formed JSON: the report may be cut off"
        ),
        (
            #"{"version": "2.0.0", "runs": []}"#,
            "scan.sarif: is SARIF of version `2.0.0`, and only 2.1.0 is read: let the tool write that"
        ),
        (
            #"{"version": "2.1.0", "runs": [{"externalPropertyFileReferences": {"results": []}}]}"#,
            "scan.sarif: has its results in other files, which are not read: let the tool write one file"
        ),
        (#"{"version": "2.1.0", "runs": []} x"#, "scan.sarif:1:34: not well-formed JSON: the report may be cut off"),
        (
            #"{"version": "2.1.0", "runs": [}, 1]"#,
            "scan.sarif:1:31: not well-formed JSON: the report may be cut off"
        ),
    ])
    func whatIsNoSARIFIsAnErrorWithItsPlace(_ text: String, _ message: String) {
        #expect(throws: IngestionError.self) { try read(text) }
        do {
            _ = try read(text)
        } catch {
            #expect("\(error)" == message)
        }
    }

    @Test func everythingIsBounded() throws {
        var limits = ReportLimits()
        limits.findings = 2
        limits.message = 10
        let text = log(results: #"{"message": {"text": "\#(String(repeating: "a", count: 50))"}}, {}, {}"#)
        #expect(throws: IngestionError.self) { try read(text, limits: limits) }
        limits.findings = 3
        #expect(try read(text, limits: limits).findings[0].message == "aaaaaaaaaa … (cut: 40 bytes more)")
        limits.document = 100
        #expect(throws: IngestionError.self) { try read(text, limits: limits) }
        let deep = #"{"version": "2.1.0", "runs": \#(String(repeating: "[", count: 100_000))"#
        #expect(throws: IngestionError.self) { try read(deep) }
    }

    @Test func aByteOrderMarkIsPassedOver() throws {
        #expect(try read("\u{FEFF}" + log(results: "{}")).findings.count == 1)
    }

    /// What reads the report in order: breaks when an escaped name, or brackets within texts, lead astray.
    @Test func namesAndTextsMayHoldAnything() throws {
        let (findings, _) = try read(
            #"{"version": "2.1.0", "r\u0075ns": [{"t}]\"": "[{\\", "results": [{"ruleId": "}],\"x"}], "tool": {}}]}"#)
        #expect(findings.map(\.check) == ["}],\"x"])
        #expect(findings.map(\.tool) == ["a scanner without a name"])
    }
}
