import Model
import Reports
import Testing

struct DiagnosticReportTests {
    private func diagnostic(
        _ line: Int, _ column: Int, _ message: String, length: Int = 1, file: String = "suites/checkout.yaml",
        severity: Diagnostic.Severity = .error
    ) -> Diagnostic {
        Diagnostic(
            severity: severity, message: message, location: SourceLocation(file: file, line: line, column: column),
            length: length)
    }

    private let file =
        String(repeating: "#\n", count: 16) + "      expct: { status: 200 }\n" + String(repeating: "#\n", count: 6)
        + "        timeout: 10\n"

    @Test func isAsCompilersPrintIt() throws {
        let found = [
            diagnostic(24, 18, "`timeout: 10` needs a unit, for example `10s`", length: 2),
            diagnostic(17, 7, "unknown field `expct` in tests[2]: did you mean `expect`?", length: 5),
            diagnostic(1, 1, "an old spelling", severity: .warning),
            diagnostic(3, 1, "not at hand", file: "other.yaml"),
        ]
        let text = DiagnosticReport.text(found) { $0 == "suites/checkout.yaml" ? file : nil }
        try expectGolden(
            text + DiagnosticReport.summary(found, fileCount: 6, validObjects: 5) + "\n", "diagnostics.txt")
        let style = Style(isColoured: true)
        #expect(
            DiagnosticReport.text([found[1]], sources: { _ in file }, style: style).contains("\u{1B}[31m^^^^^\u{1B}[0m")
        )
    }

    @Test func summariesAgreeInNumber() {
        let error = diagnostic(1, 1, "x")
        let warning = diagnostic(1, 1, "x", severity: .warning)
        #expect(
            DiagnosticReport.summary([error], fileCount: 1, validObjects: 1)
                == "1 error in 1 of 1 file. The other 1 object is valid.")
        #expect(
            DiagnosticReport.summary([error, error], fileCount: 6, validObjects: 5)
                == "2 errors in 1 of 6 files. The other 5 objects are valid.")
        #expect(
            DiagnosticReport.summary([warning], fileCount: 6, validObjects: 5)
                == "No errors in 6 files. 5 objects are valid. 1 warning.")
    }

    private func lines(_ source: String, _ column: Int, length: Int = 1) -> [String] {
        DiagnosticReport.text([diagnostic(1, column, "x", length: length)], sources: { _ in source })
            .split(separator: "\n").dropFirst().map(String.init)
    }

    @Test func marksStayUnderTheirPlace() {
        #expect(lines("\tkey: 日本 x", 10, length: 1) == ["    1 |  key: 日本 x", "      |            ^"])
        #expect(lines("日本 x", 1, length: 2) == ["    1 | 日本 x", "      | ^^^^"])
        #expect(lines("a\u{1B}[2Jb", 7) == ["    1 | a\\u{1b}[2Jb", "      |            ^"])
        #expect(lines("ab", 3) == ["    1 | ab", "      |   ^"])
        #expect(lines("ab", 99, length: 50) == ["    1 | ab", "      |   ^"])
        #expect(lines("ab", 1, length: 50) == ["    1 | ab", "      | ^^"])
        #expect(lines("", 1) == ["    1 | ", "      | ^"])
    }

    @Test func longLinesAreCutAroundThePlace() {
        let long = String(repeating: "a", count: 500) + "X" + String(repeating: "b", count: 500)
        let shown = lines(long, 501)
        #expect(
            shown[0] == "    1 | …" + String(repeating: "a", count: 40) + "X" + String(repeating: "b", count: 59) + "…")
        #expect(shown[1] == "      | " + String(repeating: " ", count: 41) + "^")
        #expect(lines(String(repeating: "a", count: 200), 1)[0].hasSuffix("a…"))
    }

    @Test func reportsAreBounded() {
        let many = (1...130).map { diagnostic($0, 1, "x", file: "gone.yaml") }
        let text = DiagnosticReport.text(many)
        #expect(text.split(separator: "\n").count == 101)
        #expect(text.hasSuffix("… and 30 more\n"))
        #expect(
            DiagnosticReport.text([diagnostic(99, 1, "beyond the end")], sources: { _ in "a" }).split(separator: "\n")
                .count == 1)
    }

    @Test func hostileNamesAndMessagesAreWrittenOut() {
        let text = DiagnosticReport.text([diagnostic(1, 1, "bad \u{1B}[2J", file: "a\u{7}.yaml")])
        #expect(text == "a\\u{7}.yaml:1:1: bad \\u{1b}[2J\n")
    }
}
