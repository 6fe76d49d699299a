import Foundation
import Hummingbird
import NIOCore

/// Reads the body of a delivery within bounds of size, memory and time.
struct WebhookReading: Sendable {
    enum Failure: Error {
        case tooLarge
        case tooSlow
        /// Too many bodies wait at once.
        case tooMany
        case cutOff
    }

    /// Forges send less; what is larger is found by the next regular look.
    static let mostBytes = 8 * 1_024 * 1_024

    let gate: WebhookGate
    /// Forges themselves give up after 10 seconds.
    var deadline: Duration = .seconds(10)

    /// The whole body, for as long as `use` takes.
    func read<Value: Sendable>(
        _ request: Request, _ use: @escaping @Sendable (Data) async throws -> Value
    ) async throws -> Value {
        if let announced = request.headers[.contentLength].flatMap({ Int($0) }), announced > Self.mostBytes {
            throw Failure.tooLarge
        }
        return try await withThrowingTaskGroup(of: Value.self) { group in
            let body = request.body
            group.addTask { try await collect(body, use) }
            group.addTask {
                try await Task.sleep(for: deadline)
                throw Failure.tooSlow
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() else { throw Failure.cutOff }
            return value
        }
    }

    private func collect<Value: Sendable>(
        _ body: RequestBody, _ use: @Sendable (Data) async throws -> Value
    ) async throws -> Value {
        var contents = Data()
        defer { gate.release(contents.count) }
        do {
            for try await part in body {
                guard contents.count + part.readableBytes <= Self.mostBytes else { throw Failure.tooLarge }
                guard gate.hold(part.readableBytes) else { throw Failure.tooMany }
                contents.append(contentsOf: part.readableBytesView)
            }
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure.cutOff
        }
        try Task.checkCancellation()
        return try await use(contents)
    }
}
