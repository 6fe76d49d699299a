import Foundation
import Model
import Reports
import TestSupport
import Testing

struct ProgressFrameTests {
    private func text(
        _ snapshot: ProgressSnapshot, width: Int = 100, height: Int = 24, style: Style = .plain
    ) -> String {
        ProgressFrame.lines(of: snapshot, width: width, height: height, style: style).map { $0 + "\n" }.joined()
    }

    @Test func aStartIsShownAsItGoes() throws {
        try expectGolden(text(Shown.working), "progress-working.txt")
        try expectGolden(text(Shown.working, style: Style(isColoured: true)), "progress-coloured.txt")
    }

    @Test func narrowAndWideTerminalsShowTheSame() throws {
        try expectGolden(text(Shown.working, width: 60), "progress-narrow.txt")
        try expectGolden(text(Shown.wrong, width: 140), "progress-wrong.txt")
        try expectGolden(text(Shown.wrong, width: 60), "progress-wrong-narrow.txt")
    }

    @Test func whatIsWrongOrAtWorkComesFirstWhereNotAllFit() throws {
        try expectGolden(text(Shown.many(214), height: 12), "progress-many.txt")
        for height in 1...8 {
            #expect(ProgressFrame.lines(of: Shown.many(50), width: 80, height: height).count == height)
        }
        #expect(ProgressFrame.lines(of: Shown.many(50), width: 80, height: 0).isEmpty)
    }

    @Test func whatIsLeftOutIsCountedByHowItStands() {
        var snapshot = Shown.wrong
        snapshot.problem = nil
        snapshot.planned = PlannedCounts()
        snapshot.objects += Shown.many(3).objects.prefix(3)
        let lines = ProgressFrame.lines(of: snapshot, width: 80, height: 4)
        #expect(lines[2] == "  … 3 more wrong, 1 held, 3 ready")
    }

    @Test func theSourceIsShownBeforeItWasRead() {
        let snapshot = ProgressSnapshot(source: "/home/ana/\u{1B}shop", elapsed: .milliseconds(130), now: Shown.now)
        #expect(text(snapshot) == "  ◎ reading /home/ana/\\u{1b}shop\n⠙ 130 ms   ctrl-c to stop\n")
    }

    @Test func theLastPictureHasNoFooter() {
        var snapshot = Shown.working
        snapshot.phase = .ended
        #expect(text(snapshot).split(separator: "\n").count == snapshot.objects.count)
        snapshot.phase = .stopping
        #expect(
            text(snapshot).hasSuffix("⠼ 4.2 s   stopping after what is under way   ctrl-c again to end at once\n"))
    }

    @Test func aGuessNeedsTwoTestsAndASecond() {
        func shown(_ counts: OutcomeCounts, of total: Int = 8, seconds: Double = 4) -> String {
            var snapshot = Shown.working
            snapshot.runs = [Shown.run(counts, of: total, seconds: seconds)]
            snapshot.retried = [:]
            return text(snapshot).split(separator: "\n").first { $0.contains("TestSuite/checkout") }
                .map { String($0.drop { $0 != "█" && $0 != "░" }) } ?? ""
        }
        #expect(shown(OutcomeCounts(passed: 2)) == "█████░░░░░░░░░░░░░░░  2/8  eta 12 s")
        #expect(shown(OutcomeCounts(passed: 1)) == "██░░░░░░░░░░░░░░░░░░  1/8")
        #expect(shown(OutcomeCounts(passed: 2), seconds: 1) == "█████░░░░░░░░░░░░░░░  2/8")
        #expect(shown(OutcomeCounts(passed: 3, cached: 2)) == "███████░░░░░░░░░░░░░  3/8  2 cached")
        #expect(
            shown(OutcomeCounts(passed: 2, failed: 1, timedOut: 1))
                == "██████████░░░░░░░░░░  4/8  2 failed  eta 4 s")
        #expect(shown(OutcomeCounts(passed: 8)) == "████████████████████  8/8")
        #expect(shown(OutcomeCounts(errored: 1), of: 400) == "█░░░░░░░░░░░░░░░░░░░  1/400  1 errored")
        #expect(shown(OutcomeCounts(), of: 0) == "░░░░░░░░░░░░░░░░░░░░  0/0")
    }

    @Test func runsOfOneSuiteAreOneBar() {
        var snapshot = Shown.working
        snapshot.runs = [
            Shown.run(OutcomeCounts(passed: 4), of: 8, seconds: 4),
            Shown.run(OutcomeCounts(passed: 2), of: 8, seconds: 4),
        ]
        #expect(text(snapshot).contains("███████░░░░░░░░░░░░░  6/16  1 retried  eta 12 s"))
        snapshot.runs[1] = Shown.run(OutcomeCounts(passed: 1), of: 8, seconds: 4)
        #expect(text(snapshot).contains("5/16  1 retried\n"))
    }

    @Test func aRunThatCanNotGoOnStaysAsItStands() {
        var snapshot = Shown.wrong
        let gpu = snapshot.objects[4].identity
        let stuck = ActiveRun(
            id: RunID(rawValue: "r-2"), key: SuiteKey(suite: gpu, environment: "dev"), digest: Digest(rawValue: "d"),
            revision: Shown.revision, total: 1, unschedulable: ["train": "missing gpu"])
        snapshot.runs = [stuck]
        #expect(text(snapshot).contains("✘ TestSuite/gpu             unschedulable: missing gpu"))
    }

    @Test func standingsFollowTheStatus() {
        func standing(_ status: ObjectStatus) -> ObjectProgress.Standing {
            Shown.object(.testSuite, "s", status).standing
        }
        var pending = Shown.status("pending")
        pending.state = .pending
        #expect(standing(pending) == .working)
        #expect(standing(Shown.status("x")) == .ready)
        #expect(standing(ObjectStatus()) == .waiting)
        #expect(standing(Shown.status("x", [Shown.condition(.firing, .no, .alertInactive)])) == .ready)
        #expect(
            standing(
                Shown.status("x", [Shown.condition(.ready, .no, .driftReported, "drift reported")], ready: false))
                == .wrong)
        var held = Shown.status("x")
        held.held = .protected
        #expect(standing(held) == .held)
    }

    @Test func aResourceTellsHowFarItIs() {
        #expect(
            Shown.working.objects[1].text == "1/2 running, 1 joined, creating instance 1: instance 1 is missing")
        #expect(Shown.wrong.objects[2].text == "1/1 running, deletion held: protected by rondo.dev/prune")
        #expect(
            ObjectProgress(new: Shown.checkout, waitsFor: [Shown.working.objects[0].identity]).text
                == "waits for Environment/dev")
    }

    @Test func plansThatShrinkAreToldAtTheirLargest() {
        let merged = PlannedCounts(create: 2, delete: 1).merging(PlannedCounts(create: 1, change: 3, held: 1))
        #expect(merged == PlannedCounts(create: 2, change: 3, delete: 1, held: 1))
        var snapshot = Shown.wrong
        #expect(text(snapshot).contains("  0 to create, 0 to change, 1 to delete, 1 held\n"))
        snapshot.planned = PlannedCounts(create: 2)
        #expect(!text(snapshot).contains("to create"))
    }
}
