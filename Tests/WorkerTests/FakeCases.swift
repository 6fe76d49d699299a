import API
import Model

/// The cases of one attempt as a controller stored them.
struct FakeCases: Sendable {
    private(set) var batches: [CaseBatch] = []
    private(set) var repeated = 0
    /// What breaks the rules of the protocol.
    private(set) var violations: [String] = []

    var titles: [String] { batches.flatMap(\.entries).map(\.event.title) }

    mutating func take(_ message: CasesRequest, bytes: Int) {
        let batch = message.batch
        if bytes > CasesRequest.maxBytes { violations.append("a body of \(bytes) bytes") }
        if batch.entries.isEmpty { violations.append("an empty batch") }
        if let known = batches.first(where: { $0.sequence == batch.sequence }) {
            repeated += 1
            if known != batch { violations.append("sequence \(batch.sequence) used twice") }
            return
        }
        if batch.sequence != (batches.last?.sequence ?? 0) + 1 { violations.append("a gap before \(batch.sequence)") }
        batches.append(batch)
    }
}
