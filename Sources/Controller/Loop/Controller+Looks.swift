/// Looks at the instances that somebody asks for.
extension Controller {
    /// Looks at the providers at once and takes what is there into the drift ledger; returns when that is done.
    ///
    /// - Throws: What kept the providers from answering, or `LookError` when the controller ends meanwhile.
    package func look() async throws {
        guard !isStopping else { throw LookError.stopping }
        try await withCheckedThrowingContinuation { continuation in
            lookers.append(continuation)
            ring()
        }
    }

    /// Nobody looks any more.
    func refuseLookers() {
        (lookers + answered.lookers).forEach { $0.resume(throwing: LookError.stopping) }
        lookers = []
        answered = ([], nil)
    }
}

/// Why nobody looked.
package enum LookError: Error, CustomStringConvertible {
    case stopping

    package var description: String { "the controller is stopping" }
}
