import Foundation
import Model
import Testing

@testable import Reports

/// The drift report in each form; the ones in docs/drift are the goldens, made of the ledger there.
struct DriftFormatsTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../docs/drift").standardizedFileURL

    private func ledger() throws -> DriftSurvey {
        let decoder = JSONDecoder()
        let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        decoder.dateDecodingStrategy = .custom { try format.parse(try $0.singleValueContainer().decode(String.self)) }
        let data = try Data(contentsOf: Self.folder.appending(path: "ledger.json"))
        return try decoder.decode(DriftSurvey.self, from: data)
    }

    private func expect(_ text: String, _ name: String) throws {
        let file = Self.folder.appending(path: name)
        if ProcessInfo.processInfo.environment["RONDO_RECORD"] != nil { try Data(text.utf8).write(to: file) }
        #expect(text == String(decoding: try Data(contentsOf: file), as: UTF8.self), "scripts/generate writes \(name)")
    }

    private func survey(_ records: [DriftRecord], objects: [DriftObject] = [], window: Double = 86_400) -> DriftSurvey {
        DriftSurvey(
            date: Samples.now, since: Samples.ago(window), summary: DriftSummary(records, objects: objects),
            objects: objects, items: records)
    }

    @Test("The examples in docs/drift are what the reports say of the ledger there")
    func examples() throws {
        let ledger = try ledger()
        try expect(DriftReport.text(ledger), "report.txt")
        try expect(DriftReport.markdown(ledger), "report.md")
        try expect(DriftReport.html(ledger, version: "0.1.0"), "report.html")
        try expect(DriftReport.csv(ledger), "report.csv")
        try expect(DriftReport.junit(ledger), "report.junit.xml")
        try expect(DriftReport.sarif(ledger, version: "0.1.0"), "report.sarif")
        #expect(ledger.summary == DriftSummary(ledger.items, objects: ledger.objects))
    }

    @Test("The counts are driftctl's: instances that are managed, missing and unmanaged")
    func summary() throws {
        let summary = try ledger().summary
        #expect(summary.totalManaged == 7 && summary.totalMissing == 2 && summary.totalUnmanaged == 1)
        #expect(summary.totalResources == 10 && summary.totalChanged == 1 && summary.managedCoverage == 70)
        #expect(summary.totalSourceCount == 8 && summary.open == 4 && summary.resolved == 4)
        #expect(DriftSummary([], objects: [DriftObject]()).managedCoverage == 100)
    }

    @Test("A report of another kind or format is refused")
    func otherDocuments() {
        for text in [#"{"formatVersion":"2","kind":"DriftList"}"#, #"{"formatVersion":"1","kind":"EventList"}"#, "{}"] {
            #expect(throws: DecodingError.self) {
                try JSONDecoder().decode(DriftSurvey.self, from: Data(text.utf8))
            }
        }
    }

    @Test("Without drift every form says so")
    func nothing() throws {
        let none = survey([], objects: [DriftObject(object: Samples.pool, instances: 2)])
        #expect(DriftReport.markdown(none).hasPrefix("## No drift\n"))
        let page = DriftReport.html(none, version: "1")
        #expect(page.contains("<h1 class=\"good\">No drift</h1>") && !page.contains("<svg"))
        #expect(page.contains("Everything is as git wants it."))
        #expect(DriftReport.csv(none).utf8.count(where: { $0 == UInt8(ascii: "\n") }) == 1)
        #expect(DriftReport.junit(none).contains("tests=\"1\" failures=\"0\""))
        #expect(try DriftReport.sarif(none, version: "1").contains(#""results" : ["#))
    }

    private static let hostile = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'--><svg/onload=alert(1)>", "a|b`c``d",
        "=HYPERLINK(\"http://evil\")", "]]></failure><failure>", "line\nbreak\r\n\u{1B}[31m", "\u{202E}gnp.exe",
        "@everyone fixes #1 &amp; <b>", "nul\u{0}\u{FFFE}\u{FFFF}", "[a](javascript:alert(1))", "&#x3C;script&#x3E;",
    ]

    @Test("Nothing from outside becomes markup, a formula, a mention or a control", arguments: hostile)
    func escapes(_ text: String) throws {
        let record = DriftRecord(
            finding: DriftFinding(
                object: Samples.pool, environment: text, field: text, kind: .changed, desired: text, actual: text,
                policy: .report), firstSeen: Samples.ago(60), lastSeen: Samples.now, actor: text)
        let place = SourceLocation(file: text, line: 1, column: 1)
        let hostile = survey([record], objects: [DriftObject(object: Samples.pool, location: place, instances: 1)])
        let page = DriftReport.html(hostile, version: text)
        let tags = page.split(separator: "<").dropFirst().map {
            $0.prefix { $0.isLetter || $0.isNumber || "/!".contains($0) }
        }
        let known: Set<Substring> = [
            "!doctype", "html", "head", "meta", "title", "/title", "style", "/style", "/head", "body", "main", "header",
            "h1", "/h1", "p", "time", "/time", "/p", "/header", "ul", "li", "b", "/b", "span", "/span", "/li", "/ul",
            "section", "h2", "/h2", "i", "/i", "div", "svg", "line", "/title", "text", "/text", "g", "rect", "path",
            "/g",
            "/svg", "/div", "/section", "small", "/small", "table", "thead", "tr", "th", "/th", "/tr", "/thead",
            "tbody",
            "td", "/td", "code", "/code", "/tbody", "/table", "footer", "/footer", "/main", "/body", "/html",
        ]
        #expect(tags.allSatisfy(known.contains), "\(tags.filter { !known.contains($0) })")
        for form in [page, DriftReport.markdown(hostile), DriftReport.csv(hostile), DriftReport.junit(hostile)] {
            let controls = form.unicodeScalars.filter { $0 != "\n" && $0 != "\r" && TerminalText.isUnsafe($0) }
            #expect(controls.isEmpty, "\(form)")
        }
        let row = DriftReport.csv(hostile).split(separator: "\r\n")[1]
        #expect(!row.contains(",=") && !row.contains(",\"=") && !row.contains(",@"))
        let markdown = DriftReport.markdown(hostile)
        #expect(markdown.split(separator: "\n").filter { $0.hasPrefix("| CloudResource") }.count == 1, "\(markdown)")
        #expect(!DriftReport.junit(hostile).contains("]]></failure>"))
    }

    @Test("A timeline of very much drift stays a picture, and the table has it all")
    func manyRows() {
        let records = (0..<200).map { index in
            DriftRecord(
                finding: DriftFinding(
                    object: Samples.pool, environment: "dev", field: "instance[\(index)]", kind: .missing,
                    desired: "running", actual: nil, policy: .report),
                firstSeen: Samples.ago(Double(index)), lastSeen: Samples.now)
        }
        let page = DriftReport.html(survey(records), version: "1")
        #expect(page.contains("and 140 more in the table below"))
        #expect(page.components(separatedBy: "<g>").count == 61)
        #expect(page.components(separatedBy: "<tr>").count == 202)
    }

    @Test("The picture of a young ledger begins where it does, and ticks stand at round times")
    func youngLedger() {
        let record = DriftRecord(
            finding: DriftFinding(
                object: nil, field: "i-1", kind: .unmanaged, desired: nil, actual: "running", policy: .report),
            firstSeen: Samples.ago(600), lastSeen: Samples.now)
        let picture = DriftTimeline(survey([record])).svg
        let time = Moments.clock(
            Date(timeIntervalSince1970: (Samples.ago(300).timeIntervalSince1970 / 300).rounded() * 300))
        #expect(picture.contains(">\(time)</text>"), "\(picture)")
        let fresh = DriftRecord(finding: record.finding, firstSeen: Samples.ago(20), lastSeen: Samples.now)
        let ticks = DriftTimeline(survey([fresh])).svg.matches(of: />([^<]*:\d\d:\d\d)<\/text>/).map(\.output.1)
        #expect(ticks.count > 1 && Set(ticks).count == ticks.count, "of seconds, each another: \(ticks)")
        let old = DriftTimeline(survey([record], window: 60)).svg
        #expect(old.contains("l-7 7 l7 7 z"), "what began before the window has an arrow")
    }
}
