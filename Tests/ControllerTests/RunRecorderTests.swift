import Caching
import Controller
import Foundation
import Model
import Scheduling
import Synchronization
import TestSupport
import Testing

/// What runs came to is measured beside the loop, which knows when that is done.
struct RunRecorderTests {
    private struct Held: MetricSink {
        let gate: Gate

        func record(_ samples: [MetricSample]) async { await gate.wait() }
    }

    /// Breaks when `isCaughtUp` does not count what is told and not measured yet: `--once` ends before its last alerts.
    @Test("It is behind until everything that was told is measured")
    func catchesUp() async throws {
        let directory = try TemporaryDirectory()
        let clock = SystemWallClock()
        let gate = Gate()
        let rings = Recorder<Bool>()
        let recorder = RunRecorder(
            sink: Held(gate: gate),
            caches: CacheHub(directory: directory.url, clock: clock, report: { _ in }), clock: clock,
            caughtUp: { rings.record(true) })
        let running = Task { await recorder.run() }
        #expect(recorder.isCaughtUp)
        let suite = ObjectIdentity(kind: .testSuite, name: "smoke")
        let key = SuiteKey(suite: suite, environment: "dev")
        let run = FinishedRun(
            key: key,
            verdict: Verdict(
                run: RunID(rawValue: "r-1"), digest: Digest(rawValue: "d"),
                revision: Revision(ref: "main", commit: GitObjectID(rawValue: "4f2c91e")), outcome: .passed),
            tasks: [])
        for _ in 0..<2 { recorder.tell(.runEnded(run)) }
        #expect(await eventually { await gate.arrivals == 1 })
        #expect(!recorder.isCaughtUp && rings.all.isEmpty)
        await gate.open()
        #expect(await eventually { rings.all.count == 1 })
        #expect(recorder.isCaughtUp)
        recorder.finish()
        await running.value
    }
}
