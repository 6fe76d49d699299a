import API
import Access
import Foundation
import Hummingbird
import Model
import NIOCore

/// `GET /worker/v1/executable`: the controller's own executable, for an instance that is about to join with the token
/// that it shows.
struct ExecutableRoute: Sendable {
    private static let partBytes = 1 << 20

    let context: ServerContext

    func respond(to request: Request) async throws -> Response {
        guard let token = request.bearer else {
            return try Replies.error(.unauthorized, "a join token is required")
        }
        do throws(AccessError) {
            _ = try context.joinTokens.verify(token, now: context.clock.now())
        } catch {
            return try Replies.error(.unauthorized, "\(error)")
        }
        guard let url = context.executable, let file = try? FileHandle(forReadingFrom: url),
            let size = try? file.seekToEnd()
        else { return try Replies.error(.notFound, "no executable is handed out here") }
        return Response(
            status: .ok, headers: [.contentType: "application/octet-stream"],
            body: ResponseBody(contentLength: Int(size)) { writer in
                defer { try? file.close() }
                var offset: UInt64 = 0
                while offset < size {
                    let part = try Self.part(of: file, at: offset)
                    guard !part.isEmpty else { break }
                    try await writer.write(ByteBuffer(bytes: part))
                    offset += UInt64(part.count)
                }
                try await writer.finish(nil)
            })
    }

    private static func part(of file: FileHandle, at offset: UInt64) throws -> Data {
        try file.seek(toOffset: offset)
        return try file.read(upToCount: partBytes) ?? Data()
    }
}
