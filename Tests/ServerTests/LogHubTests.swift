import Model
import Server
import Synchronization
import TestSupport
import Testing

struct LogHubTests {
    private let one = RunID(rawValue: "r-1")
    private let two = RunID(rawValue: "r-2")

    /// A hub, and how to tell it that runs changed.
    private func hub() -> (LogHub, AsyncStream<Void>.Continuation, Recorder<Void>) {
        let (stream, changes) = AsyncStream.makeStream(of: Void.self)
        let asked = Recorder<Void>()
        let hub = LogHub {
            asked.record(())
            return stream
        }
        return (hub, changes, asked)
    }

    @Test func aRingReachesTheReadersOfItsRunOnly() async throws {
        let (hub, _, _) = hub()
        var first = await hub.rings(of: one, for: .seconds(60)).makeAsyncIterator()
        var other = await hub.rings(of: two, for: .milliseconds(200)).makeAsyncIterator()
        await hub.ring(one)
        #expect(await first.next() != nil)
        #expect(await other.next() == nil, "its time was up")
    }

    @Test func ringsBeforeAReaderListensAreKeptAsOne() async throws {
        let (hub, _, _) = hub()
        var rings = await hub.rings(of: one, for: .seconds(3)).makeAsyncIterator()
        for _ in 0..<5 { await hub.ring(one) }
        #expect(await rings.next() != nil)
        #expect(await rings.next() == nil)
    }

    @Test func aChangeOfRunsReachesAllReaders() async throws {
        let (hub, changes, asked) = hub()
        var first = await hub.rings(of: one, for: .seconds(60)).makeAsyncIterator()
        var second = await hub.rings(of: two, for: .seconds(60)).makeAsyncIterator()
        changes.yield()
        #expect(await first.next() != nil)
        #expect(await second.next() != nil)
        #expect(asked.all.count == 1, "one subscription serves all readers")
    }

    @Test func aReaderThatIsCancelledGoesOn() async throws {
        let (hub, _, _) = hub()
        let reader = Task {
            var rings = await hub.rings(of: one, for: .seconds(600)).makeAsyncIterator()
            return await rings.next() == nil
        }
        reader.cancel()
        #expect(await reader.value)
    }
}
