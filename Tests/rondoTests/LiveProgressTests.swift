import Foundation
import Model
import Reports
import Synchronization
import TestSupport
import Testing

@testable import rondo

/// The live view on a terminal that a test looks at, with a controller that a test makes up.
struct LiveProgressTests {
    private final class Made: ProgressSource {
        let state = Mutex(ProgressLook())
        let looks = Mutex(0)

        func look() async -> ProgressLook {
            looks.withLock { $0 += 1 }
            return state.withLock { $0 }
        }

        func totals() async -> (counts: OutcomeCounts, flaky: [String]) {
            (OutcomeCounts(passed: 15, flaky: 1), ["cart totals"])
        }
    }

    private let pool = ObjectIdentity(kind: .cloudResource, name: "pool")
    private let clock = ManualClock()

    private func event(
        _ reason: ConditionReason, _ message: String, object: ObjectIdentity? = nil, severity: Event.Severity = .normal
    ) -> Event {
        Event(time: clock.now(), object: object, severity: severity, reason: reason, message: message)
    }

    private func live(_ screen: FakeScreen, once: Bool = false) -> (LiveProgress, OutputWriter) {
        let writer = OutputWriter(screen.target) { "\($0) missing" }
        let live = LiveProgress(
            writer: writer, style: .plain,
            setting: LiveProgress.Setting(source: "/home/ana/shop", interval: .seconds(5), once: once), clock: clock)
        return (live, writer)
    }

    private func set(_ made: Made, _ standing: ObjectProgress.Standing, _ text: String) {
        made.state.withLock { look in
            look.revision = Revision(ref: "main", commit: GitObjectID(rawValue: "4f2c91e0a1"))
            look.objects = [ObjectProgress(identity: pool, standing: standing, text: text)]
        }
    }

    @Test func aStartIsFollowedToItsEnd() async {
        let screen = FakeScreen(columns: 100)
        let (live, writer) = live(screen)
        let made = Made()
        await live.watch(made, api: "http://127.0.0.1:1")
        #expect(await eventually { screen.text.first == "  ◎ reading /home/ana/shop" })

        set(made, .working, "0/2 running")
        live.show(event(.newRevision, "main@sha1:4f2c91e"))
        live.show(event(.instanceCreated, "instance 0 created", object: pool))
        #expect(
            await eventually {
                let text = screen.text
                return text.contains("  ◎ CloudResource/pool   0/2 running") && text.first == "► main@sha1:4f2c91e"
                    && text.count == 3
            }, "the block follows its heading at once: \(screen.text)")

        live.show(event(.instanceLost, "instance 0 is gone", object: pool, severity: .warning))
        set(made, .ready, "2/2 running")
        clock.advance(by: 9)
        live.show(event(.succeeded, "settled: 1 of 1 objects ready"))
        let footer = "main@sha1:4f2c91e   api http://127.0.0.1:1/   next look at the source within 5s   ctrl-c to stop"
        let picture = [
            "  ✘ CloudResource/pool             instance 0 is gone",
            "✔ converged in 9.0 s   passed 15  failed 0  errored 0  flaky 1 (cart totals)", "",
            "  ✔ CloudResource/pool   2/2 running", footer,
        ]
        #expect(await eventually { Array(screen.text.dropFirst()) == picture }, "\(screen.text)")

        await live.end()
        #expect(await writer.flush(patience: .seconds(60)))
        #expect(screen.text.last == "  ✔ CloudResource/pool   2/2 running")
        #expect(screen.text.count == 5)
        #expect(screen.unknown.isEmpty)
    }

    @Test func itRestsWhenNothingIsLeftToDo() async throws {
        let screen = FakeScreen(columns: 100)
        let (live, _) = live(screen)
        let made = Made()
        set(made, .ready, "2/2 running")
        await live.watch(made, api: "http://127.0.0.1:1")
        live.show(event(.succeeded, "settled: 1 of 1 objects ready"))
        #expect(await eventually { screen.text.last?.contains("next look") == true })
        // What was rung before is looked at once more.
        var looks = 0
        let isResting = try await eventually {
            looks = made.looks.withLock { $0 }
            let writes = screen.writes
            try await Task.sleep(for: .milliseconds(700))
            return made.looks.withLock { $0 } == looks && screen.writes == writes
        }
        #expect(isResting)

        set(made, .working, "1/2 running")
        live.show(event(.instanceLost, "gone", object: pool, severity: .warning))
        #expect(await eventually { made.looks.withLock { $0 } > looks + 3 }, "while work goes on it looks often")
        await live.end()
    }

    @Test func theSummaryTellsHowOnceEnded() async {
        let screen = FakeScreen(columns: 100)
        let (live, writer) = live(screen, once: true)
        let made = Made()
        set(made, .ready, "2/2 running")
        await live.watch(made, api: "http://127.0.0.1:1")
        live.show(event(.newRevision, "main@sha1:4f2c91e"))
        live.show(event(.succeeded, "settled: 1 of 1 objects ready"))
        await live.stopping()
        await live.end()
        #expect(await writer.flush(patience: .seconds(60)))
        #expect(screen.text == ["► main@sha1:4f2c91e", "  ✔ CloudResource/pool   2/2 running"])
    }

    @Test func whateverHappensNothingIsTornOrLost() async {
        let screen = FakeScreen(columns: 60, rows: 12)
        let (live, writer) = live(screen)
        let made = Made()
        await live.watch(made, api: "http://127.0.0.1:1")
        for step in 0..<120 {
            made.state.withLock { look in
                look.objects = (0..<(step % 12)).map { index in
                    ObjectProgress(
                        identity: ObjectIdentity(kind: .environment, name: "e\(index)"),
                        standing: ObjectProgress.Standing.allCases[(step + index) % 5], text: "step \(step)")
                }
            }
            live.show(event(.runFinished, "run \(step)", object: pool))
            if step % 10 == 0 { try? await Task.sleep(for: .milliseconds(20)) }
        }
        await live.end()
        #expect(await writer.flush(patience: .seconds(60)))
        let told = (0..<120).map { "  ✔ CloudResource/pool             run \($0)" }
        #expect(Array(screen.text.prefix(120)) == told)
        let block = ["✘", "✘", "◎", "◎", "◌", "◌", "◌", "◌"]
        #expect(screen.text.dropFirst(120).first == "")
        #expect(screen.text.dropFirst(121).map { String($0.dropFirst(2).prefix(1)) } == block + ["…"])
        #expect(screen.text.dropFirst(121).dropLast().allSatisfy { $0.hasSuffix("   step 119") })
        #expect(screen.unknown.isEmpty)
    }

    @Test func aTerminalThatStandsStillDoesNotHoldIt() async {
        let screen = FakeScreen(columns: 100)
        screen.hold(true)
        let (live, writer) = live(screen)
        let made = Made()
        set(made, .working, "0/2 running")
        await live.watch(made, api: "http://127.0.0.1:1")
        for step in 0..<50 { live.show(event(.runFinished, "run \(step)", object: pool)) }
        #expect(await eventually { made.looks.withLock { $0 } > 5 })
        await live.end()
        #expect(await writer.flush(patience: .milliseconds(20)) == false)
        screen.hold(false)
    }
}
