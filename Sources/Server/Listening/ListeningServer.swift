package import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// An HTTP server that is bound and answering, until it is stopped.
package final class ListeningServer: Sendable {
    /// The port it is bound to, whatever was asked for.
    package let port: Int
    private let group: ServiceGroup
    private let task: Task<Void, any Error>

    /// How long `stop` waits for requests that are under way.
    private static let patience = Duration.seconds(3)

    private init(port: Int, group: ServiceGroup, task: Task<Void, any Error>) {
        self.port = port
        self.group = group
        self.task = task
    }

    /// Binds, and returns once requests are answered; port 0 takes a free one.
    ///
    /// - Parameters:
    ///   - identity: what TLS is spoken with; nil for plain HTTP.
    ///   - headDeadline: how long a client may take to its first request's headers.
    /// - Throws: `ListenError` when the address can't be bound.
    package static func start<Context: InitializableFromSource<ApplicationRequestContextSource>>(
        host: String, port: Int, identity: ServerIdentity? = nil, headDeadline: Duration = .seconds(10),
        respond: @escaping @Sendable (Request, Context) async throws -> Response
    ) async throws -> ListeningServer {
        let (bound, boundContinuation) = AsyncStream.makeStream(of: Int.self)
        // It reports every connection that is open at the end as an error, and a failed bind is thrown to us anyway.
        var logger = Logger(label: "rondo.http")
        logger.logLevel = .critical
        let application = Application(
            responder: CallbackResponder<Context>(callback: respond),
            server: server(identity, headDeadline),
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: "rondo"),
            onServerRunning: { channel in
                boundContinuation.yield(channel.localAddress?.port ?? port)
                boundContinuation.finish()
            },
            logger: logger)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [ServiceGroupConfiguration.ServiceConfiguration(service: application)], logger: logger))
        let task = Task {
            defer { boundContinuation.finish() }
            try await group.run()
        }
        for await port in bound { return ListeningServer(port: port, group: group, task: task) }
        do {
            try await task.value
            throw ListenError(address: "\(host):\(port)", reason: "the server ended")
        } catch let error as ListenError {
            throw error
        } catch {
            throw ListenError(address: "\(host):\(port)", reason: "\(error)")
        }
    }

    private static func server(_ identity: ServerIdentity?, _ headDeadline: Duration) -> HTTPServerBuilder {
        let limits = RequestDeadlines.Limits(head: TimeAmount(headDeadline))
        let configuration = HTTP1Channel.Configuration(
            additionalChannelHandlers: [RequestDeadlines(limits: limits)])
        guard let identity else { return .http1(configuration: configuration) }
        return HTTPServerBuilder { responder in
            SecureChannel(base: HTTP1Channel(responder: responder, configuration: configuration), identity: identity)
        }
    }

    /// Closes the socket and every idle connection, and waits a little for requests that are under way.
    ///
    /// It never cancels them: NIO ends the process when a response's writer is dropped half-way. What is still under
    /// way after the wait ends with the process.
    package func stop() async {
        await group.triggerGracefulShutdown()
        await withTaskGroup { tasks in
            let task = task
            let (ended, input) = AsyncStream.makeStream(of: Void.self)
            Task {
                _ = await task.result
                input.finish()
            }
            tasks.addTask { for await _ in ended {} }
            tasks.addTask { try? await Task.sleep(for: Self.patience) }
            await tasks.next()
            tasks.cancelAll()
        }
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
