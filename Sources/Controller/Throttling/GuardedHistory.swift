import Model

/// A cloud's account of changes behind its call limits: whoever asks it waits for an answer no longer than a minute.
struct GuardedHistory: ChangeHistory {
    /// "The rate of lookup requests is limited to two per second, per account, per Region" (LookupEvents of AWS). Events
    /// that are looked for are looked for again, so that nothing is gained by waiting for long.
    static let terms = CloudTerms(callsPerSecond: 2, burst: 2, deadline: .seconds(60))

    private let history: any ChangeHistory
    private let provider: ProviderName
    private let calls: GuardedCalls

    /// - Parameter provider: whose account it is.
    init(_ history: any ChangeHistory, of provider: ProviderName, time: MonotonicTime, terms: CloudTerms = terms) {
        self.history = history
        self.provider = provider
        // Drift whose author stays unknown says so itself.
        calls = GuardedCalls(terms: terms, time: time) { _, _, _ in }
    }

    func author(of question: ChangeQuestion) async throws -> ChangeAuthor? {
        let place = question.place
        let scope = CallScope(provider: provider, account: place.environment.description, region: place.region)
        return try await calls.call(scope) { try await history.author(of: question) }
    }
}
