import Foundation
import Model

/// Keeps one account's credentials in memory, and renews them before they expire.
actor AWSCredentialStore {
    private let clock: any WallClock
    private let find: @Sendable () async throws -> AWSCredentials
    private var known: AWSCredentials?
    private var searching: Task<Void, Never>?
    /// Who waits for the search, by a number.
    private var waiting: [Int: CheckedContinuation<AWSCredentials, any Error>] = [:]
    private var lastNumber = 0
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
            return try await searched()
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

    /// One search at a time, whoever asks; it goes on when one of those who wait is cancelled, and holds that one up no
    /// longer.
    private func searched() async throws -> AWSCredentials {
        lastNumber += 1
        let number = lastNumber
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                waiting[number] = continuation
                if searching == nil { searching = Task { await self.search() } }
            }
        } onCancel: {
            Task { await self.giveUp(number) }
        }
    }

    private func search() async {
        let result: Result<AWSCredentials, any Error>
        do {
            result = .success(try await find())
        } catch {
            result = .failure(error)
        }
        if case .success(let found) = result { known = found }
        searching = nil
        let waiting = waiting
        self.waiting = [:]
        for continuation in waiting.values { continuation.resume(with: result) }
    }

    private func giveUp(_ number: Int) {
        waiting.removeValue(forKey: number)?.resume(throwing: CancellationError())
    }
}
