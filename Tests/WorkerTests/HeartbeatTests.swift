import Foundation
import Glibc
import Model
import Synchronization
import TestSupport
import Testing

@testable import Worker

@Suite(.serialized) struct HeartbeatTests {
    /// Serialized, and as short as can be: it holds every thread that tasks share.
    @Test func aStarvedPoolDoesNotStopTheHeartbeat() async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        fixture.queue("busy")
        let counted = Mutex<(before: Int, after: Int)>.Box((0, 0))
        let controller = fixture.controller
        let agent = fixture.agent { _, _, _ in
            let before = controller.read { $0.heartbeats.count }
            // Blocks, rather than suspends, more tasks than the pool has threads.
            let limit = ContinuousClock.now.advanced(by: .seconds(20))
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<(ProcessInfo.processInfo.activeProcessorCount * 2) {
                    group.addTask {
                        while ContinuousClock.now < limit, controller.read({ $0.heartbeats.count }) < before + 6 {
                            usleep(2_000)
                        }
                    }
                }
            }
            counted.value.withLock { $0 = (before, controller.read { $0.heartbeats.count }) }
            return WorkerFixture.result(.passed)
        }
        try await fixture.serving(agent) {
            #expect(await eventually { fixture.result("busy") != nil })
        }
        let (before, after) = counted.value.withLock { $0 }
        #expect(after - before > 5, "\(before) to \(after)")
    }

    @Test func aPauseEndsWhenItsTaskIsCancelled() async {
        let thread = ReservedThread(label: "test")
        let start = ContinuousClock.now
        let task = Task(executorPreference: thread) { await thread.pause(.seconds(3_600)) }
        task.cancel()
        await task.value
        #expect(start.duration(to: .now) < .seconds(600))
        await thread.pause(.milliseconds(1))
    }

    @Test func theLogIsEmptiedWhenItHasGrownTooFar() throws {
        let directory = try TemporaryDirectory()
        try directory.write("0123456789", to: "log")
        let file = open(directory.path("log"), O_WRONLY | O_APPEND)
        defer { close(file) }
        LogBound(descriptor: file, maxBytes: 10).trim()
        #expect(try String(contentsOfFile: directory.path("log"), encoding: .utf8) == "0123456789")
        LogBound(descriptor: file, maxBytes: 9).trim()
        write(file, "new", 3)
        #expect(try String(contentsOfFile: directory.path("log"), encoding: .utf8) == "new")
    }

    @Test func whatIsNoFileIsNotEmptied() {
        // Neither may fail or block.
        LogBound(descriptor: -1, maxBytes: 0).trim()
        let null = open("/dev/null", O_WRONLY)
        defer { close(null) }
        LogBound(descriptor: null, maxBytes: 0).trim()
    }
}
