import Foundation
import Model
import Reports
import Testing

struct DriftReportTests {
    private let ledger: [DriftRecord] = [
        Samples.drift(),
        Samples.drift("instance[0]", policy: .correct, seen: 2, corrected: 5),
        DriftRecord(
            finding: DriftFinding(
                object: nil, field: "i-0ff3", kind: .unmanaged, desired: nil, actual: "running", policy: .report),
            firstSeen: Samples.ago(18_000), lastSeen: Samples.now, seen: 20),
        Samples.drift(policy: .correct, resolution: DriftRecord.Resolution(at: Samples.ago(60), by: .controller)),
        Samples.drift("instance[2].state", resolution: DriftRecord.Resolution(at: Samples.ago(300), by: .human)),
        Samples.drift(
            "instance[3]", policy: .correct, resolution: DriftRecord.Resolution(at: Samples.ago(180), by: .commit)),
    ]

    private func text(_ records: [DriftRecord], objects: Int = 43, window: TimeSpan = .minutes(1_440)) -> String {
        let identities = (0..<objects).map {
            DriftObject(object: ObjectIdentity(kind: .cloudResource, name: $0 == 0 ? "pool" : "p\($0)"))
        }
        return DriftReport.text(
            records, summary: DriftSummary(records, objects: identities), window: window, now: Samples.now)
    }

    @Test("The ledger is a table with what is done about each finding, and one line that sums up")
    func table() throws { try expectGolden(text(ledger), "drift.txt") }

    @Test("Without drift there is the line alone")
    func nothing() {
        #expect(text([]) == "0 open. Objects in sync: 43 of 43 (100 %).\n")
        #expect(text([], objects: 0) == "0 open. There are no objects.\n")
        #expect(
            text([ledger[3]], window: .minutes(90))
                .hasSuffix("0 open, 1 healed in the last 90m. Objects in sync: 43 of 43 (100 %).\n"))
    }
}
