import Foundation
import Model

/// Keeps one account's credentials in memory, and renews them before they expire.
actor AWSCredentialStore {
    private let clock: any WallClock
    private let find: @Sendable () async throws -> AWSCredentials
    private var known: AWSCredentials?
    private var search: Task<AWSCredentials, any Error>?
    /// The services' clock, by which they expire, is so far ahead of this machine's.
    private var skew: TimeInterval = 0

    /// - Parameter find: signs in, or looks for them; asked again when they are about to expire.
    init(clock: any WallClock, find: @escaping @Sendable () async throws -> AWSCredentials) {
        self.clock = clock
        self.find = find
    }

    /// Those that hold now. While a renewal fails, the old ones are used as long as they hold.
    func current() async throws -> AWSCredentials {
        if let known, known.isFresh(at: now) { return known }
        do {
            let found = try await searched()
            known = found
            return found
        } catch {
            if let known, known.isUsable(at: now) { return known }
            throw error
        }
    }

    private var now: Date { clock.now().addingTimeInterval(skew) }

    func note(skew: TimeInterval) { self.skew = skew }

    /// Somebody was told that those with this key hold no longer; others that were found since do.
    func forget(_ accessKey: String?) {
        if known?.accessKey == accessKey { known = nil }
    }

    /// One search at a time, whoever asks; it goes on when one of those who wait is cancelled.
    private func searched() async throws -> AWSCredentials {
        if let search { return try await search.value }
        let task = Task { try await find() }
        search = task
        defer { search = nil }
        return try await task.value
    }
}
