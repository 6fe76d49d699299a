import API
import Model

/// The log of one attempt as a controller stored it.
struct FakeLog: Sendable {
    private(set) var chunks: [LogChunk] = []
    private(set) var requests = 0
    private(set) var repeated = 0
    /// What breaks the rules of the protocol.
    private(set) var violations: [String] = []

    var text: String { chunks.map(\.text).joined() }

    func text(of stream: LogChunk.Stream) -> String { chunks.filter { $0.stream == stream }.map(\.text).joined() }

    mutating func take(_ message: LogsRequest, bytes: Int, hasResult: Bool) {
        requests += 1
        if bytes > LogsRequest.maxBytes { violations.append("a body of \(bytes) bytes") }
        if message.chunks.isEmpty { violations.append("an empty request") }
        if hasResult { violations.append("sent after the result") }
        for chunk in message.chunks {
            if chunk.text.utf8.count > LogLimits.chunkBytes { violations.append("a chunk of \(chunk.text.utf8.count)") }
            if let known = chunks.first(where: { $0.sequence == chunk.sequence }) {
                repeated += 1
                if known.text != chunk.text { violations.append("sequence \(chunk.sequence) used twice") }
                continue
            }
            if chunk.sequence != (chunks.last?.sequence ?? 0) + 1 {
                violations.append("a gap before \(chunk.sequence)")
            }
            chunks.append(chunk)
        }
    }
}
