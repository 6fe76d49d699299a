import Foundation
import TestSupport
import Testing

@testable import rondo

struct OutputWriterTests {
    private func writer(_ screen: FakeScreen) -> OutputWriter {
        OutputWriter(screen.target) { "\($0) missing" }
    }

    @Test func linesStayInOrderAboveOneBlock() async {
        let screen = FakeScreen(columns: 30, rows: 8)
        let writer = writer(screen)
        for step in 0..<200 {
            writer.show { size in ["", "block \(step)", "width \(size.columns)"] }
            writer.print("line \(step)")
            if step % 50 == 0 { await Task.yield() }
        }
        #expect(await writer.flush(patience: .seconds(60)))
        let lines = (0..<200).map { "line \($0)" }
        #expect(screen.text == lines + ["", "block 199", "width 30"])
        #expect(screen.unknown.isEmpty)
        writer.show(nil)
        writer.print("last\nof all")
        #expect(await writer.flush(patience: .seconds(60)))
        #expect(screen.text == lines + ["last", "of all"])
    }

    @Test func drawingsAreFewAndNothingNewIsNotDrawn() async throws {
        let screen = FakeScreen()
        let writer = writer(screen)
        let began = ContinuousClock.now
        for step in 0..<50 {
            writer.show { _ in ["\(step)"] }
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(await writer.flush(patience: .seconds(60)))
        #expect(screen.text == ["49"])
        #expect(screen.writes <= Int((ContinuousClock.now - began) / .milliseconds(100)) + 2)
        let writes = screen.writes
        writer.show { _ in ["49"] }
        #expect(await writer.flush(patience: .seconds(60)))
        #expect(screen.writes == writes)
    }

    @Test func aTerminalThatStandsStillHoldsNobody() async {
        let screen = FakeScreen(columns: 60, rows: 10)
        screen.hold(true)
        let writer = writer(screen)
        writer.print("first")
        #expect(await eventually { screen.isWrittenTo })
        let began = ContinuousClock.now
        #expect(await writer.flush(patience: .milliseconds(50)) == false)
        for line in 0..<2_010 { writer.print("routine \(line)", isRoutine: true) }
        writer.print("of weight")
        #expect(await writer.flush(patience: .seconds(3_600)) == false, "nobody waits twice for the same")
        #expect(ContinuousClock.now - began < .seconds(60))
        screen.hold(false)
        #expect(await eventually { await writer.flush() })
        let text = screen.text
        #expect(text.first == "first")
        #expect(text.dropFirst().first?.hasSuffix(" missing") == true)
        #expect(text.suffix(2) == ["routine 2009", "of weight"])
        #expect(text.count <= 2_003)
    }

    @Test func aSlowReaderIsWaitedFor() async {
        let screen = FakeScreen()
        screen.hold(true)
        let writer = writer(screen)
        writer.print("a")
        let release = Task {
            try await Task.sleep(for: .milliseconds(100))
            screen.hold(false)
        }
        #expect(await writer.flush(patience: .seconds(60)))
        #expect(screen.text == ["a"])
        release.cancel()
    }

    @Test func aWriterThatHadNoTurnYetIsWaitedForLongerThanAReader() async throws {
        let screen = FakeScreen()
        let target = screen.target
        let turn = DispatchSemaphore(value: 0)
        let hasBegun = Recorder<Bool>()
        let size: @Sendable () -> TerminalSize? = {
            hasBegun.record(true)
            turn.wait()
            turn.signal()
            return target.size()
        }
        let writer = OutputWriter(OutputTarget(send: target.send, size: size)) { "\($0)" }
        writer.print("late")
        #expect(await eventually { !hasBegun.all.isEmpty })
        let flushed = Task { await writer.flush(patience: .milliseconds(400)) }
        try await Task.sleep(for: .milliseconds(600))
        turn.signal()
        #expect(await flushed.value)
        #expect(screen.text == ["late"])
    }

    @Test func aJobInTheBackgroundOnlyAddsLines() async {
        let screen = FakeScreen()
        let writer = writer(screen)
        writer.show { _ in ["block 1"] }
        #expect(await writer.flush(patience: .seconds(60)))
        screen.background(true)
        screen.feed("$ ls\r\n")
        writer.show { _ in ["block 2"] }
        writer.print("news")
        #expect(await writer.flush(patience: .seconds(60)))
        #expect(screen.text == ["block 1", "$ ls", "news"])
        screen.feed("$ fg\r\n")
        screen.background(false)
        writer.show { _ in ["block 3"] }
        #expect(await writer.flush(patience: .seconds(60)))
        #expect(screen.text == ["block 1", "$ ls", "news", "$ fg", "block 3"])
    }

    @Test func afterAReturnTheBlockIsDrawnBelow() async {
        let screen = FakeScreen()
        let writer = writer(screen)
        writer.show { _ in ["block"] }
        #expect(await writer.flush(patience: .seconds(60)))
        screen.feed("$ fg\r\n")
        writer.moved()
        #expect(await writer.flush(patience: .seconds(60)))
        #expect(screen.text == ["block", "$ fg", "block"])
    }

    @Test func everyByteArrivesThroughAPipeThatIsFull() async throws {
        let pipe = Pipe()
        // What others who share it may do to it.
        let flags = fcntl(pipe.fileHandleForWriting.fileDescriptor, F_GETFL)
        _ = fcntl(pipe.fileHandleForWriting.fileDescriptor, F_SETFL, flags | O_NONBLOCK)
        let writer = OutputWriter(.descriptor(pipe.fileHandleForWriting.fileDescriptor, draws: false)) { "\($0)" }
        let line = String(repeating: "x", count: 999)
        for _ in 0..<300 { writer.print(line) }
        let arrived = Recorder<Data>()
        pipe.fileHandleForReading.readabilityHandler = { arrived.record($0.availableData) }
        defer { pipe.fileHandleForReading.readabilityHandler = nil }
        #expect(await writer.flush(patience: .seconds(60)))
        let sent = String(repeating: line + "\n", count: 300)
        #expect(await eventually { arrived.all.reduce(0) { $0 + $1.count } == sent.utf8.count })
        #expect(arrived.all.reduce(Data(), +) == Data(sent.utf8))
    }
}
