import Foundation
import Ingestion
import Model
import Testing

/// Reports of many tools that nobody here wrote.
struct JUnitSuiteTests {
    /// The index adds up what can't be: a negative time is no time here.
    private static let oddTimes: Set = ["junit-plugin/junit-report-bad-duration.xml"]

    @Test("every file of the public suite has the cases and states that an independent reader found")
    func wholeSuite() throws {
        guard let entries = try JUnitSuite.entries() else { return }
        var same = 0
        var malformed = 0
        var others = 0
        for entry in entries {
            let reading = Reading(ReportReader(ReportInput(path: JUnitSuite.path(entry)), format: .junit))
            if !entry.wellFormed {
                let error = reading.error
                switch error?.problem {
                case .empty: malformed += 1
                case .malformed:
                    #expect(error?.line != nil && error?.column != nil, "\(entry.file)")
                    malformed += 1
                default: Issue.record("\(entry.file): \(String(describing: error))")
                }
                continue
            }
            let counts = reading.tally.counts
            let found = [
                "passed": counts.passed, "failed": counts.failed, "errored": counts.errored, "skipped": counts.skipped,
            ]
            #expect(found == entry.caseStatus && reading.cases.count == entry.cases, "\(entry.file): \(found)")
            if found == entry.caseStatus { same += 1 }
            if !["testsuites", "testsuite"].contains(entry.root) {
                #expect(reading.error?.problem == .notJUnit(root: entry.root ?? ""), "\(entry.file)")
                others += 1
                continue
            }
            #expect(reading.error == nil, "\(entry.file): \(String(describing: reading.error))")
            #expect(
                reading.cases.contains(where: \.isFlaky)
                    == ((entry.flakyElements ?? 0) > 0 && entry.caseStatus["passed"] != 0), "\(entry.file)")
            // The index rounds its sums to four digits.
            if !Self.oddTimes.contains(entry.file) {
                #expect(abs(reading.tally.seconds - entry.sumCaseTime) < 6e-5, "\(entry.file)")
            }
        }
        let wellFormed = entries.count(where: \.wellFormed)
        print(
            "JUnit suite: \(same) of \(wellFormed) well-formed reports as the index has them (\(others) are no JUnit), "
                + "\(malformed) of \(entries.count - wellFormed) malformed ones refused")
        #expect(same == wellFormed && malformed == entries.count - wellFormed)
    }
}
