import API
import Foundation
import NIOCore

/// Tells a client that speaks HTTP without TLS what to do, where it would only see its connection closed.
final class PlainTextRefusal: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// How long a client that was answered may take to go.
    private static let linger = TimeAmount.seconds(1)

    private var hasRefused = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasRefused else { return }
        let bytes = unwrapInboundIn(data)
        guard let first = bytes.readableBytesView.first else { return }
        // A method begins with a letter; TLS begins with a record's type (RFC 8446 §5.1), which is none.
        guard (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first) else {
            context.fireChannelRead(data)
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
            return
        }
        hasRefused = true
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: Self.answer)), promise: nil)
        // Read on, and let the client go first: closing at once would take the answer away from it.
        context.close(mode: .output, promise: nil)
        context.eventLoop.scheduleTask(in: Self.linger) { channel.close(promise: nil) }
    }

    private static let answer: String = {
        let resource = ErrorResource(code: .badRequest, message: "this port speaks HTTPS: use https:// to reach it")
        let body = (try? APICoding.encode(resource)) ?? Data()
        return "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json; charset=utf-8\r\n"
            + "Content-Length: \(body.count)\r\nConnection: close\r\n\r\n\(String(decoding: body, as: UTF8.self))"
    }()
}
