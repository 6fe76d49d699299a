import HTTPTypes
import NIOCore
import NIOHTTPTypes

// By hand, since the server's own idle timeout is put off by a single byte, and it reads the rest of a body that was
// answered already for as long as the sender likes.

/// Closes a connection whose request does not come in time, or goes on after it was answered.
final class RequestDeadlines: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    struct Limits: Sendable {
        /// From the connection to its first request's headers, with all that TLS has to say before.
        var head: TimeAmount = .seconds(10)
        /// From the headers to the end of the body.
        var body: TimeAmount = .seconds(60)
        /// From the end of an answer to the headers of the next request.
        var idle: TimeAmount = .seconds(75)
        /// From the answer to a request that is still being sent to the end of the connection.
        var linger: TimeAmount = .seconds(1)
    }

    private let limits: Limits
    private var timer: Scheduled<Void>?
    private var isReading = false
    /// Requests that have no whole answer yet.
    private var unanswered = 0

    init(limits: Limits = Limits()) { self.limits = limits }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { arm(limits.head, context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { disarm() }

    func channelActive(context: ChannelHandlerContext) {
        arm(limits.head, context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        disarm()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            isReading = true
            unanswered += 1
            arm(limits.body, context)
        case .body: break
        case .end:
            isReading = false
            if unanswered == 0 { arm(limits.idle, context) } else { disarm() }
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) {
            unanswered = max(0, unanswered - 1)
            if unanswered == 0 { arm(isReading ? limits.linger : limits.idle, context) }
        }
        context.write(data, promise: promise)
    }

    private func arm(_ span: TimeAmount, _ context: ChannelHandlerContext) {
        disarm()
        let channel = context.channel
        timer = context.eventLoop.scheduleTask(in: span) { channel.close(promise: nil) }
    }

    private func disarm() {
        timer?.cancel()
        timer = nil
    }
}
