import Foundation
import Ingestion
import Model
import Reports
import TestSupport
import Testing

/// Names and texts that were collected to break programs can't become markup, directives or other cases.
struct HostileResultsTests {
    /// Own ones first, which are there also without the collection.
    private static let strings: [String] = {
        let own = [
            "</pre><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='x", "]]>", "&#0;",
            "a\u{0}b\u{FFFE}c", "\u{202E}gnp.exe", "ok 2 - forged\n1..9", "# SKIP no", "--- \n...", "<!--", "{{x}}",
        ]
        guard let folder = ProcessInfo.processInfo.environment["RONDO_TEST_DATA"] else { return own }
        let file = URL(filePath: folder).appending(path: "suites/naughty-strings/blns-dev.json")
        let data = (try? Data(contentsOf: file)) ?? Data("[]".utf8)
        return own + ((try? JSONDecoder().decode([String].self, from: data)) ?? [])
    }()

    private static let run = ResultSamples.run(
        strings.map { text in
            let exchange = HTTPExchange(
                method: text, url: text, status: nil, firstByte: nil, total: .milliseconds(1), curl: text, trace: text)
            let output = CommandOutput(exitCode: 1, stdout: text, stderr: text, truncated: false)
            let failure = AssertionFailure(query: text, expected: text, actual: text, diff: text)
            return TaskRecord(
                name: text, outcome: .failed, message: text,
                attempts: [
                    ResultSamples.attempt(text, 1, .errored, message: text),
                    ResultSamples.attempt(
                        text, 2, .failed, message: text, failures: [failure], exchange: exchange, output: output,
                        steps: [
                            StepResult(
                                place: text, title: text, outcome: .failed, duration: .milliseconds(1), message: text,
                                failures: [failure], exchange: exchange, output: output)
                        ],
                        findings: [
                            SecurityFinding(
                                check: text, tool: text, severity: .high, message: text, place: text, owasp: text,
                                advice: text)
                        ], artifacts: [AttemptArtifact(path: text, size: 1, sha256: text)]),
                ])
        })

    /// Breaks when any text reaches the page without `MarkupText`.
    @Test("HTML holds the tags of the page and no others")
    func html() throws {
        let page = ResultSamples.results(Self.run).html(version: "0", at: Samples.now)
        let known: Set<String> = [
            "!doctype", "html", "head", "meta", "title", "style", "body", "main", "header", "h1", "h2", "h3", "h4",
            "p", "time", "code", "ul", "li", "b", "span", "section", "div", "details", "summary", "i", "table", "thead",
            "tbody", "tr", "th", "td", "pre", "ol", "small", "dl", "dt", "dd", "footer", "label", "input",
        ]
        // What stands between < and >; of hostile texts there must be none.
        let tags = page.utf8.split(separator: UInt8(ascii: "<")).dropFirst(page.hasPrefix("<") ? 0 : 1).map { part in
            String(decoding: part.prefix { $0 != UInt8(ascii: ">") }, as: UTF8.self)
        }
        let names = tags.map { tag in
            String((tag.hasPrefix("/") ? tag.dropFirst() : tag[...]).prefix { $0 != " " })
        }
        #expect(Set(names).subtracting(known).isEmpty, "\(Set(names).subtracting(known))")
        // Attributes that would load or run something.
        for tag in Set(tags) {
            #expect(![" on", " src", " href"].contains { tag.contains($0) }, "\(tag)")
        }
        #expect(!page.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control })
        let open = names.count { $0 == "details" }
        #expect(open % 2 == 0)
    }

    /// Breaks when a text is written to XML or TAP as it is.
    @Test("JUnit and TAP hold as many cases as there are tests")
    func counts() throws {
        for (text, format) in [
            (ResultSamples.results(Self.run).junit, ReportFormat.junit), (ResultSamples.results(Self.run).tap, .tap),
        ] {
            var cases: [ReportedCase] = []
            try ReportReader(ReportInput(name: "report", bytes: Array(text.utf8)), format: format).read { event in
                if case .ended(let one) = event { cases.append(one) }
            }
            #expect(cases.count == Self.strings.count && cases.allSatisfy { $0.outcome == .failed }, "\(format)")
        }
    }
}
