import Foundation
import Synchronization
import TestSupport
import Testing

@testable import HTTPTransport

struct HTTPCancellationTests {
    @Test func cancellingTheTaskBreaksTheTransferOff() async throws {
        let client = HTTPClient()
        let url = try Fixture.url("/endless")
        let task = Task { try await client.send(HTTPRequest(url: url)) }
        // Any time will do: before the start, while connecting, while receiving.
        try await Task.sleep(for: .milliseconds(30))
        task.cancel()
        await #expect(throws: HTTPTransportError.cancelled) { try await task.value }
    }

    @Test func aTaskThatIsAlreadyCancelledSendsNothing() async throws {
        let client = HTTPClient()
        let url = try Fixture.url("/count/cancelled-before")
        let task = Task {
            // The start command comes after the cancel, as in the race below but every time.
            while !Task.isCancelled { await Task.yield() }
            return try await client.send(HTTPRequest(url: url))
        }
        task.cancel()
        await #expect(throws: HTTPTransportError.cancelled) { try await task.value }
        let next = try await client.send(HTTPRequest(url: url))
        #expect(String(decoding: next.body, as: UTF8.self) == #"{"count": 1}"#)
    }

    @Test func noCancelIsLostInTheRaceWithTheStart() async throws {
        let client = HTTPClient()
        let url = try Fixture.url("/hang")
        for round in 0..<200 {
            let task = Task { try await client.send(HTTPRequest(url: url, timeout: .seconds(300))) }
            for _ in 0..<(round % 7) { await Task.yield() }
            task.cancel()
            await #expect(throws: HTTPTransportError.cancelled) { try await task.value }
        }
    }

    @Test func theLoopItselfLooksAtTheTicket() async throws {
        let loop = TransferLoop(options: HTTPClient.Options())
        let request = try CheckedRequest(HTTPRequest(url: try Fixture.url("/hang"), timeout: .seconds(300)))
        let ticket = CancellationTicket()
        // The order of commands that a cancel before its start leads to.
        ticket.cancel()
        loop.cancel(id: 1)
        let result = await withCheckedContinuation { loop.start(id: 1, request, ticket, $0) }
        guard case .failure(.cancelled) = result else {
            Issue.record("\(result)")
            return
        }
        loop.stop()
        await loop.waitForEnd()
    }

    @Test func cancellingAfterTheEndIsHarmless() async throws {
        let client = HTTPClient()
        let url = try Fixture.url("/echo")
        let task = Task { try await client.send(HTTPRequest(url: url)).status }
        #expect(try await task.value == 200)
        task.cancel()
        #expect(try await client.send(HTTPRequest(url: url)).status == 200)
    }

    // MARK: The end of a client

    @Test func shutdownBreaksRequestsOffAndEndsTheThread() async throws {
        let client = HTTPClient()
        let url = try Fixture.url("/hang")
        let tasks = (0..<5).map { _ in Task { try await client.send(HTTPRequest(url: url)) } }
        try await Task.sleep(for: .milliseconds(30))
        await client.shutdown()
        for task in tasks { await #expect(throws: HTTPTransportError.shutDown) { try await task.value } }
        await #expect(throws: HTTPTransportError.shutDown) { try await client.send(HTTPRequest(url: url)) }
        await client.shutdown()
    }

    @Test func droppingAClientEndsItsThread() async throws {
        weak var loop: TransferLoop?
        do {
            let client = HTTPClient()
            loop = client.loop
            #expect(try await client.send(HTTPRequest(url: Fixture.url("/echo"))).status == 200)
        }
        // The thread holds the loop until it has freed all it had and ended.
        #expect(await eventually { loop == nil })
    }
}
