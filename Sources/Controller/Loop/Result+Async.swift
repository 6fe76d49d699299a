extension Result where Failure == any Error {
    /// Catches what an async operation throws.
    package init(_ operation: () async throws -> Success) async {
        do {
            self = .success(try await operation())
        } catch {
            self = .failure(error)
        }
    }
}
