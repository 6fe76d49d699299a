import Foundation
import Model
import Reports
import Testing

struct LeakReportTests {
    private func leak(_ id: String, protected: Bool = false) -> Leak {
        let tags = InstanceTags(
            installation: InstallationID(rawValue: "i"), object: Samples.pool, ordinal: 1, incarnation: 1,
            specHash: Digest(rawValue: "9c1f3a77"), protected: protected)
        return Leak(
            record: DriftRecord(
                finding: DriftFinding(
                    object: nil, field: id, kind: .unmanaged, desired: nil, actual: "running", policy: .report),
                firstSeen: Samples.ago(300), lastSeen: Samples.now),
            instance: ObservedInstance(
                id: InstanceID(rawValue: id), state: .running, tags: tags, createdAt: Samples.ago(7_300)))
    }

    @Test("Each unmanaged instance is listed with the commands that end its being one")
    func list() throws {
        let text = LeakReport.text(
            [leak("local-1"), leak("local-2", protected: true)], now: Samples.now, wide: true, state: " --state /s")
        try expectGolden(text, "leaks.txt")
        #expect(LeakReport.text([], now: Samples.now).hasPrefix("No leaks"))
    }
}
