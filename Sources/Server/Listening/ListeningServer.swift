package import Hummingbird
import Logging
import NIOCore

/// An HTTP server that is bound and answering, until it is stopped.
package final class ListeningServer: Sendable {
    /// The port it is bound to, whatever was asked for.
    package let port: Int
    private let task: Task<Void, any Error>

    private init(port: Int, task: Task<Void, any Error>) {
        self.port = port
        self.task = task
    }

    /// Binds, and returns once requests are answered; port 0 takes a free one.
    ///
    /// - Throws: `ListenError` when the address can't be bound.
    package static func start<Context: InitializableFromSource<ApplicationRequestContextSource>>(
        host: String, port: Int, respond: @escaping @Sendable (Request, Context) async throws -> Response
    ) async throws -> ListeningServer {
        let (bound, boundContinuation) = AsyncStream.makeStream(of: Int.self)
        // It reports every connection that is open at the end as an error, and a failed bind is thrown to us anyway.
        var logger = Logger(label: "rondo.http")
        logger.logLevel = .critical
        let application = Application(
            responder: CallbackResponder<Context>(callback: respond),
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: "rondo"),
            onServerRunning: { channel in
                boundContinuation.yield(channel.localAddress?.port ?? port)
                boundContinuation.finish()
            },
            logger: logger)
        let task = Task {
            defer { boundContinuation.finish() }
            try await application.runService(gracefulShutdownSignals: [])
        }
        for await port in bound { return ListeningServer(port: port, task: task) }
        do {
            try await task.value
            throw ListenError(address: "\(host):\(port)", reason: "the server ended")
        } catch let error as ListenError {
            throw error
        } catch {
            throw ListenError(address: "\(host):\(port)", reason: "\(error)")
        }
    }

    /// Closes the socket and every connection, and returns when they are closed.
    package func stop() async {
        task.cancel()
        _ = await task.result
    }
}

/// An address that can't be listened on.
package struct ListenError: Error, CustomStringConvertible {
    package let address: String
    package let reason: String

    package var description: String {
        let taken = reason.contains("Address already in use") || reason.contains("errno: 98")
        return taken
            ? "\(address) is in use: stop what listens there, or choose another with --listen (port 0 takes a free one)"
            : "cannot listen on \(address): \(reason)"
    }
}
