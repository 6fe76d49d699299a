import API
import Foundation
import Glibc
import Model
import Synchronization
import TestSupport
import Testing

@testable import Worker

struct WorkerAgentTests {
    @Test func joinsRunsAndReports() async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        fixture.queue("one")
        fixture.queue("two")
        let scratches = Mutex<[String]>([])
        let agent = fixture.agent { grant, scratch, _ in
            let path = scratch.path(percentEncoded: false)
            let isEmpty = (try? FileManager.default.contentsOfDirectory(atPath: path).isEmpty) == true
            _ = FileManager.default.createFile(atPath: path + "/left-behind", contents: nil)
            scratches.withLock { $0.append(path) }
            return WorkerFixture.result(isEmpty ? .passed : .errored, message: grant.definition.name)
        }
        try await fixture.serving(agent) {
            #expect(await eventually { fixture.controller.read { $0.results.count == 2 } })
            #expect(scratches.withLock { $0.count } == 2)
            for path in scratches.withLock({ $0 }) { #expect(!FileManager.default.fileExists(atPath: path)) }
        }
        #expect(fixture.result("one") == WorkerFixture.result(.passed, message: "one"))
        #expect(fixture.result("two") == WorkerFixture.result(.passed, message: "two"))
        let log = fixture.lines.all.joined(separator: "\n")
        #expect(log.contains("info joined slots=1 worker=pool-0"), "\(log)")
        #expect(
            log.contains("attempt ended attempt=1 duration=3ms outcome=passed run=run suite=TestSuite/smoke test=one"))
        let hello = try #require(fixture.controller.read { $0.hello })
        #expect(hello.capabilities["os"] == "linux")
        #expect(["x86_64", "aarch64"].contains(hello.capabilities["arch"]))
        #expect(hello.capabilities["gpu"] == "")
        #expect(hello.capabilities["java"] == "17")
        #expect(hello.version == "1.2.3")
        #expect(hello.slots == 1)
        #expect(!fixture.exists("boot/boot.json"), "the token is spent")
        #expect(!fixture.exists("boot/scratch"))
        let paths = scratches.withLock { $0 }
        #expect(Set(paths).count == 2)
        #expect(paths.allSatisfy { $0.hasPrefix(fixture.directory.path("boot/scratch/")) })
    }

    @Test func runsAsManyAtOnceAsItHasSlots() async throws {
        let fixture = try WorkerFixture(slots: 3)
        try fixture.controller.start()
        for index in 0..<5 { fixture.queue("t\(index)") }
        let gate = Gate()
        try await fixture.serving(fixture.agent(WorkerFixture.waiting(for: gate))) {
            #expect(await eventually { gate.entered == 3 })
            let three = Set((0..<3).map { LeaseToken(rawValue: "t\($0)") })
            #expect(
                await eventually { fixture.controller.read { $0.heartbeats.last.map(Set.init) == three } },
                "a heartbeat names all that is held")
            #expect(gate.entered == 3)
            gate.open()
            #expect(await eventually { fixture.controller.read { $0.results.count == 5 } })
            #expect(await eventually { fixture.controller.read { $0.heartbeats.last == [] } })
        }
    }

    @Test func aRefusedTokenEndsIt() async throws {
        let fixture = try WorkerFixture(joinToken: "spent")
        try fixture.controller.start()
        let agent = fixture.agent { _, _, _ in WorkerFixture.result(.passed) }
        let error = await #expect(throws: WorkerError.joinRefused(reason: "fake unauthorized")) {
            try await agent.run()
        }
        #expect("\(String(describing: error))".contains("new instance"))
        #expect(!"\(String(describing: error))".contains("spent"))
        #expect(fixture.controller.read { $0.calls["/worker/v1/join"] } == 1)
    }

    @Test func waitsForAControllerThatIsNotThereYet() async throws {
        let fixture = try WorkerFixture()
        fixture.queue("one")
        try await fixture.serving(fixture.agent { _, _, _ in WorkerFixture.result(.passed) }) {
            // Neither `controller.json` nor, later, anybody who can serve.
            try? await Task.sleep(for: .milliseconds(30))
            fixture.controller.change { $0.failures["/worker/v1/join"] = (503, .internalError) }
            try fixture.controller.start()
            #expect(await eventually { fixture.controller.read { ($0.calls["/worker/v1/join"] ?? 0) > 1 } })
            fixture.controller.change { $0.failures = [:] }
            #expect(await eventually { fixture.result("one")?.outcome == .passed })
        }
    }

    @Test func givesUpJoiningAfterTheSelfEnd() async throws {
        let fixture = try WorkerFixture()
        let agent = fixture.agent(selfEnd: .milliseconds(50)) { _, _, _ in WorkerFixture.result(.passed) }
        let error = await #expect(throws: WorkerError.self) { try await agent.run() }
        #expect("\(String(describing: error))".contains("no controller runs on this state folder"))
    }

    @Test func canBeStoppedWhileItJoins() async throws {
        let fixture = try WorkerFixture()
        let agent = fixture.agent { _, _, _ in WorkerFixture.result(.passed) }
        try await fixture.serving(agent) { try await Task.sleep(for: .milliseconds(20)) }
        #expect(fixture.exists("boot/boot.json"), "nobody joined, so the token may still be used")
    }

    @Test func anUnreadableBootFileIsNamed() async throws {
        let fixture = try WorkerFixture()
        try fixture.directory.write("{", to: "boot/boot.json")
        let agent = fixture.agent { _, _, _ in WorkerFixture.result(.passed) }
        let error = await #expect(throws: WorkerError.self) { try await agent.run() }
        #expect("\(String(describing: error))".contains("boot/boot.json"))
        try fixture.directory.write(String(repeating: " ", count: 2 << 20), to: "boot/boot.json")
        let large = await #expect(throws: WorkerError.self) { try await agent.run() }
        #expect("\(String(describing: large))".contains("larger"))
    }

    @Test func stopsPromptlyAndSaysHowItsAttemptsEnded() async throws {
        let fixture = try WorkerFixture(slots: 2)
        try fixture.controller.start()
        fixture.queue("long")
        let gate = Gate()
        var stopping = ContinuousClock.now
        // The other slot is in the middle of a long poll.
        try await fixture.serving(fixture.agent(WorkerFixture.waiting(for: gate))) {
            #expect(await eventually { gate.entered == 1 })
            stopping = .now
        }
        #expect(fixture.result("long")?.outcome == .cancelled)
        #expect(stopping.duration(to: .now) < .seconds(15), "a long poll lasts 20 s")
        #expect(!fixture.exists("boot/scratch"))
    }

    @Test func stopsPromptlyWithoutAController() async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        fixture.queue("long")
        let gate = Gate()
        try await fixture.serving(fixture.agent(WorkerFixture.waiting(for: gate))) {
            #expect(await eventually { gate.entered == 1 })
            fixture.controller.stop()
        }
        #expect(fixture.result("long") == nil)
    }

    @Test func endsItselfWhenNoControllerAnswers() async throws {
        let fixture = try WorkerFixture(slots: 2)
        try fixture.controller.start()
        fixture.queue("long")
        let gate = Gate()
        let agent = fixture.agent(selfEnd: .milliseconds(300), WorkerFixture.waiting(for: gate))
        let hasEnded = Mutex<Bool>.Box(false)
        let running = Task {
            try await agent.run()
            hasEnded.value.withLock { $0 = true }
        }
        #expect(await eventually { gate.entered == 1 })
        fixture.controller.stop()
        try await Task.sleep(for: .milliseconds(700))
        #expect(!hasEnded.value.withLock { $0 }, "what runs may finish")
        gate.open()
        try await running.value
        #expect(!fixture.exists("boot/scratch"))
    }

    @Test func servesOnWhenTheControllerComesBackBeforeTheSelfEnd() async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        let agent = fixture.agent { _, _, _ in WorkerFixture.result(.passed) }
        try await fixture.serving(agent) {
            fixture.queue("one")
            #expect(await eventually { fixture.result("one") != nil })
            fixture.controller.stop()
            fixture.queue("two")
            try await Task.sleep(for: .milliseconds(50))
            // On another port, as a restart has it.
            try fixture.controller.start()
            #expect(await eventually { fixture.result("two") != nil })
        }
    }
}

extension Mutex where Value: Sendable {
    /// A mutex that a task can hold.
    final class Box: Sendable {
        let value: Mutex<Value>

        init(_ initial: Value) { value = Mutex(initial) }
    }
}
