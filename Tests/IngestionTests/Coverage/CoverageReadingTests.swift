import Foundation
import Ingestion
import Model
import Testing

/// LCOV and Cobertura to one number, over any number of reports.
struct CoverageReadingTests {
    private func read(
        _ reports: [(CoverageReport.Format, String)], limits: ReportLimits = ReportLimits()
    ) throws -> LineCoverage {
        var map = CoverageMap()
        for (index, report) in reports.enumerated() {
            try CoverageReader(
                ReportInput(name: "r\(index)", bytes: report.1.utf8), format: report.0, limits: limits
            ).read(into: &map)
        }
        return map.total
    }

    private func message(_ format: CoverageReport.Format, _ text: String, limits: ReportLimits = ReportLimits())
        -> String?
    {
        do {
            _ = try read([(format, text)], limits: limits)
            return nil
        } catch { return "\(error)" }
    }

    // MARK: LCOV

    /// Breaks when `LF` and `LH` are read, or a count of 0 counts as run.
    @Test func linesAreCountedWhateverSumsATracefileClaims() throws {
        let text = """
            TN:
            SF:a.c\r
            FN:1,main
            DA:1,3
            DA:2,0,checksum==
            DA:70,1e+20
            DA:71,-1
            BRDA:1,0,0,-
            LF:900
            LH:900
            end_of_record
            SF:b.c
            end_of_record

            """
        #expect(try read([(.lcov, text)]) == LineCoverage(lines: 4, covered: 2))
    }

    /// Breaks when a line is added instead of merged.
    @Test func aLineThatSeveralReportsTellOfCountsOnce() throws {
        let one = "SF:a\nDA:1,1\nDA:2,0\nend_of_record\nSF:a\nDA:2,0\nDA:3,0\nend_of_record\n"
        let two = "SF:a\nDA:1,0\nDA:2,5\nend_of_record\nSF:b\nDA:1,0\nend_of_record\n"
        #expect(try read([(.lcov, one)]) == LineCoverage(lines: 3, covered: 1))
        #expect(try read([(.lcov, one), (.lcov, two)]) == LineCoverage(lines: 4, covered: 2))
    }

    @Test func whatIsNoTracefileIsAnErrorAtItsLine() {
        #expect(message(.lcov, "")?.contains("r0: is empty") == true)
        #expect(message(.lcov, "<coverage/>") == "r0: is no LCOV: it names no source file (`SF:`)")
        #expect(
            message(.lcov, "SF:a\nDA:x,1\n")
                == "r0:2: `DA:x,1` is no record of LCOV: a line and how often it ran belong behind `DA:`")
        #expect(message(.lcov, "DA:1,1\nSF:a\nend_of_record\n")?.hasPrefix("r0:1: `DA:1,1`") == true)
        #expect(message(.lcov, "SF:a\nDA:-4,1\n")?.hasPrefix("r0:2:") == true)
        #expect(
            message(.lcov, "SF:a\nDA:1,1\n")
                == "r0:2: the records of a have no `end_of_record`: the report may be cut off")
        #expect(message(.lcov, "SF:a\nDA:4000000000,1\n")?.hasPrefix("r0:2: there are lines or files beyond") == true)
    }

    @Test func aHostileTracefileTakesNoMoreMemoryThanItsBound() {
        let text = (1...2_000).map { "SF:f\($0)\nDA:2000000,1\nend_of_record\n" }.joined()
        #expect(message(.lcov, text)?.contains("beyond what is taken") == true)
    }

    // MARK: Cobertura

    private static func cobertura(_ classes: String, source: String = "/src") -> String {
        """
        <?xml version="1.0" ?>
        <!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">
        <coverage line-rate="1" lines-valid="900" lines-covered="900">
          <sources><source>\(source)</source><source>/other</source></sources>
          <packages><package name="p"><classes>\(classes)</classes></package></packages>
        </coverage>
        """
    }

    /// Breaks when the lines of methods are added to those of their class, or rates are read.
    @Test func linesOfMethodsAndOfInnerClassesCountOnce() throws {
        let text = Self.cobertura(
            """
            <class name="A" filename="A.java">
              <methods><method name="m"><lines><line number="3" hits="2"/></lines></method></methods>
              <lines><line number="3" hits="2" branch="false"/><line number="4" hits="0"/></lines>
            </class>
            <class name="A$1" filename="A.java"><lines><line number="4" hits="1"/></lines></class>
            <class name="B" filename="B.java"><lines><line hits="0" number="3"/></lines></class>
            """)
        #expect(try read([(.cobertura, text)]) == LineCoverage(lines: 3, covered: 2))
    }

    @Test func theSameNameBelowAnotherSourceIsAnotherFile() throws {
        let classes = #"<class filename="a.py"><lines><line number="1" hits="1"/></lines></class>"#
        let one = Self.cobertura(classes)
        let two = Self.cobertura(classes, source: "/elsewhere")
        #expect(try read([(.cobertura, one), (.cobertura, one)]).lines == 1)
        #expect(try read([(.cobertura, one), (.cobertura, two)]).lines == 2)
    }

    @Test func whatIsNoCoberturaIsAnError() {
        #expect(message(.cobertura, "<coverage><packages>")?.hasPrefix("r0:1:21: not well-formed XML") == true)
        #expect(
            message(.cobertura, "<testsuite/>")
                == "r0: is XML, but no Cobertura report: the outermost element is `testsuite`")
        // As Clover writes it.
        #expect(
            message(.cobertura, "<coverage><project/></coverage>")
                == "r0: is XML, but no Cobertura report: the outermost element is `coverage` and there is no `packages` in it"
        )
        let far = Self.cobertura(#"<class filename="a"><lines><line number="4000000000" hits="1"/></lines></class>"#)
        #expect(message(.cobertura, far)?.contains("beyond what is taken") == true)
        var small = ReportLimits()
        small.bytes = 100
        #expect(message(.cobertura, Self.cobertura(""), limits: small)?.contains("which is the limit") == true)
    }

    @Test func whatWasToldBeforeAnErrorStands() {
        for (format, text) in [
            (CoverageReport.Format.lcov, "SF:a\nDA:1,1\nDA:x\n"),
            (.cobertura, #"<coverage><packages><class filename="a"><line number="1" hits="1"/><"#),
        ] {
            var map = CoverageMap()
            let reader = CoverageReader(ReportInput(name: "r", bytes: text.utf8), format: format)
            #expect(throws: IngestionError.self) { try reader.read(into: &map) }
            #expect(map.total == LineCoverage(lines: 1, covered: 1), "\(format)")
        }
    }

    @Test func noLineIsNoRate() throws {
        let empty = try read([(.cobertura, "<coverage><packages/></coverage>")])
        #expect(empty == LineCoverage(lines: 0, covered: 0) && empty.rate == nil)
    }

    /// Breaks when only lines and files are counted: 5,000 names of 4 KiB would be kept.
    @Test func namesOfFilesHaveABoundTogether() {
        let text = (0..<5_000).map { "SF:\(String(repeating: "d", count: 4_000))\($0)\nDA:1,1\nend_of_record\n" }
        #expect(message(.lcov, text.joined())?.contains("beyond what is taken") == true)
    }
}
