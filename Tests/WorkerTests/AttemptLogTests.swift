import API
import Foundation
import Model
import Synchronization
import TestSupport
import Testing

@testable import Worker

/// The live log of an attempt on its way through a real agent to a controller that fails and goes away.
struct AttemptLogTests {
    private let lease = LeaseToken(rawValue: "one")

    /// Prints lines until the gate opens, or so many.
    private static func printing(
        _ count: Int, then gate: Gate? = nil, size: Int = 4, pause: Duration? = nil
    ) -> RunAttempt {
        { _, _, sinks in
            await gate?.enter()
            for index in 1...count {
                _ = sinks.log(index.isMultiple(of: 10) ? .stderr : .stdout, Self.line(index, size))
                if let pause { try? await Task.sleep(for: pause) }
            }
            while let gate, !gate.isOpen, !Task.isCancelled { try? await Task.sleep(for: .milliseconds(2)) }
            return WorkerFixture.result(.passed)
        }
    }

    private static func line(_ index: Int, _ size: Int) -> String {
        let number = "\(index)"
        return String(repeating: "0", count: max(0, size - number.count)) + number + "\n"
    }

    private static func lines(_ count: Int, size: Int = 4) -> String { (1...count).map { line($0, size) }.joined() }

    private func log(_ fixture: WorkerFixture) -> FakeLog {
        fixture.controller.read { $0.logs[lease] ?? FakeLog() }
    }

    @Test func linesArriveWhileTheAttemptRuns() async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        fixture.queue("one")
        let gate = Gate()
        try await fixture.serving(fixture.agent(Self.printing(25, then: gate))) {
            #expect(await eventually { log(fixture).text == Self.lines(25) })
            #expect(fixture.result("one") == nil)
            gate.open()
            #expect(await eventually { fixture.result("one") != nil })
        }
        #expect(log(fixture).violations == [])
        // What is sent before all lines of a stream are there goes on in the next chunk.
        let streams = log(fixture).chunks.map(\.stream)
        let turns = streams.indices.filter { $0 == 0 || streams[$0] != streams[$0 - 1] }.map { streams[$0] }
        #expect(turns == [.stdout, .stderr, .stdout, .stderr, .stdout])
    }

    @Test func theLastLinesArriveBeforeTheResult() async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        fixture.queue("one")
        try await fixture.serving(fixture.agent(Self.printing(5_000, size: 100))) {
            #expect(await eventually { fixture.result("one") != nil })
            #expect(log(fixture).text == Self.lines(5_000, size: 100))
        }
        #expect(log(fixture).violations == [])
    }

    @Test func aRequestThatFailsIsSentAgainAndStoredOnce() async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        fixture.controller.change { $0.lostLogAnswers = 3 }
        fixture.queue("one")
        let gate = Gate()
        try await fixture.serving(fixture.agent(Self.printing(200, then: gate, pause: .milliseconds(3)))) {
            #expect(await eventually { log(fixture).text == Self.lines(200) })
            #expect(fixture.controller.read { $0.lostLogAnswers } == 0)
            gate.open()
            #expect(await eventually { fixture.result("one") != nil })
        }
        #expect(log(fixture).text == Self.lines(200))
        #expect(log(fixture).repeated >= 3)
        #expect(log(fixture).violations == [])
    }

    @Test func aControllerThatWasAwayGetsWhatItMissed() async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        fixture.queue("one")
        let gate = Gate()
        let attempt: RunAttempt = { _, _, sinks in
            _ = sinks.log(.stdout, "before\n")
            await gate.enter()
            while gate.entered < 2 { try? await Task.sleep(for: .milliseconds(2)) }
            for index in 1...3_000 { _ = sinks.log(.stdout, Self.line(index, 100)) }
            while !gate.isOpen { try? await Task.sleep(for: .milliseconds(2)) }
            return WorkerFixture.result(.passed)
        }
        try await fixture.serving(fixture.agent(attempt)) {
            #expect(await eventually { log(fixture).text == "before\n" })
            fixture.controller.stop()
            await gate.enter()
            try await Task.sleep(for: .milliseconds(400))
            try fixture.controller.start()
            #expect(await eventually { log(fixture).text == "before\n" + Self.lines(3_000, size: 100) })
            gate.open()
            #expect(await eventually { fixture.result("one") != nil })
        }
        #expect(log(fixture).violations == [])
    }

    @Test func tooMuchIsLeftOutAndSaidSo() async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        fixture.queue("one")
        try await fixture.serving(fixture.agent(Self.printing(20_000, size: 99))) {
            #expect(await eventually { fixture.result("one") != nil })
        }
        let log = log(fixture)
        #expect(log.text(of: .rondo) == LogChunker.notice(over: "1 MiB"))
        #expect(log.chunks.last?.stream == .rondo)
        let bytes = log.text.utf8.count - LogChunker.notice(over: "1 MiB").utf8.count
        #expect(bytes <= LogLimits.attemptBytes && bytes > LogLimits.attemptBytes - 100)
        #expect(log.violations == [])
    }

    @Test func aLostLeaseEndsTheLogAtOnce() async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        fixture.controller.change { $0.lost = [lease] }
        fixture.queue("one")
        let answers = Recorder<Bool>()
        let attempt: RunAttempt = { _, _, sinks in
            for index in 1...10_000 {
                let isWanted = sinks.log(.stdout, Self.line(index, 4))
                answers.record(isWanted)
                guard isWanted else { break }
                try? await Task.sleep(for: .milliseconds(2))
            }
            return WorkerFixture.result(.passed)
        }
        try await fixture.serving(fixture.agent(attempt)) {
            #expect(await eventually { answers.all.last == false }, "nothing is wanted any more")
            #expect(await eventually { fixture.controller.read { $0.calls["/worker/v1/result"] != nil } })
        }
        #expect(fixture.controller.read { $0.calls["/worker/v1/logs"] } == 1)
    }

    @Test(arguments: [404, 400])
    func aControllerThatTakesNoLogsIsNotAskedAgain(_ status: Int) async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        fixture.controller.change { $0.failures["/worker/v1/logs"] = (status, status == 404 ? .notFound : .badRequest) }
        fixture.queue("one")
        try await fixture.serving(fixture.agent(Self.printing(500, pause: .milliseconds(2)))) {
            #expect(await eventually { fixture.result("one") != nil })
        }
        #expect(fixture.controller.read { $0.calls["/worker/v1/logs"] } == 1)
    }

    @Test func theResultWaitsForTheLogOnlyForAWhile() async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        fixture.controller.change { $0.failures["/worker/v1/logs"] = (503, .internalError) }
        fixture.queue("one")
        let ended = Mutex<ContinuousClock.Instant?>(nil)
        let attempt: RunAttempt = { _, _, sinks in
            _ = sinks.log(.stdout, "a line\n")
            ended.withLock { $0 = .now }
            return WorkerFixture.result(.passed)
        }
        try await fixture.serving(fixture.agent(logPatience: .seconds(3), attempt)) {
            #expect(await eventually { fixture.result("one") != nil })
            let waited = try #require(ended.withLock { $0 }).duration(to: .now)
            #expect(waited >= .seconds(3))
            let calls = fixture.controller.read { $0.calls["/worker/v1/logs"] ?? 0 }
            #expect(calls > 1)
            #expect(
                await eventually {
                    let before = fixture.controller.read { $0.calls["/worker/v1/logs"] ?? 0 }
                    try? await Task.sleep(for: .milliseconds(1_200))
                    return fixture.controller.read { $0.calls["/worker/v1/logs"] ?? 0 } == before
                }, "it is given up after the result")
        }
        #expect(WorkerOptions(bootDirectory: fixture.directory.url, version: "1").logPatience <= .seconds(2))
    }

    @Test func aLogMayEndShortlyAfterTheResult() async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        fixture.controller.change { $0.takesLogsLate = true }
        fixture.queue("one")
        try await fixture.serving(fixture.agent(logPatience: .seconds(4), Self.printing(30))) {
            #expect(await eventually { log(fixture).text == Self.lines(30) })
            #expect(fixture.result("one") != nil)
        }
    }

    @Test func anAttemptThatPrintsNothingSendsNothing() async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        fixture.queue("one")
        try await fixture.serving(fixture.agent { _, _, _ in WorkerFixture.result(.passed) }) {
            #expect(await eventually { fixture.result("one") != nil })
        }
        #expect(fixture.controller.read { $0.calls["/worker/v1/logs"] } == nil)
    }

    @Test func attemptsBesideEachOtherHaveLogsOfTheirOwn() async throws {
        let fixture = try WorkerFixture(slots: 3)
        try fixture.controller.start()
        let names = ["one", "two", "three"]
        for name in names { fixture.queue(name) }
        try await fixture.serving(fixture.agent(Self.printing(300, pause: .milliseconds(1)))) {
            #expect(await eventually { names.allSatisfy { fixture.result($0) != nil } })
        }
        for name in names {
            let log = fixture.controller.read { $0.logs[LeaseToken(rawValue: name)] ?? FakeLog() }
            #expect(log.text == Self.lines(300) && log.violations == [], "\(name)")
        }
    }
}
