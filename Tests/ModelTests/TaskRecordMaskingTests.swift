import Foundation
import Model
import Testing

struct TaskRecordMaskingTests {
    @Test func leasesAndRedactedCapturesAreMaskedAndTheRestStays() {
        let result = TaskResult(
            outcome: .passed, startedAt: Date(timeIntervalSince1970: 0), duration: .seconds(1),
            captures: ["token": .string("hunter2"), "id": .integer(7)], redacted: ["token", "absent"])
        let attempt = AttemptRecord(
            run: RunID(rawValue: "r"), task: "t", number: 1, lease: LeaseToken(rawValue: "lease-secret"),
            worker: WorkerID(rawValue: "w"), leasedAt: Date(timeIntervalSince1970: 0), result: result)
        let shown = TaskRecord(name: "t", outcome: .passed, attempts: [attempt]).withoutSecrets
        #expect(shown.attempts.map(\.lease.rawValue) == [""])
        #expect(shown.attempts.first?.result?.captures == ["token": .string("***"), "id": .integer(7)])
        #expect(shown.attempts.first?.result?.outcome == .passed && shown.attempts.first?.worker == attempt.worker)
    }
}
