import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOSSL

/// A connection whose requests come over TLS. Not HummingbirdTLS's: it keeps one certificate for good.
struct SecureChannel<Base: ServerChildChannel>: ServerChildChannel {
    let base: Base
    let identity: ServerIdentity

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandlers([
                PlainTextRefusal(), NIOSSLServerHandler(context: identity.context),
            ])
        }.flatMap { base.setup(channel: channel, logger: logger) }
    }

    func handle(value: Base.Value, logger: Logger) async { await base.handle(value: value, logger: logger) }
}
