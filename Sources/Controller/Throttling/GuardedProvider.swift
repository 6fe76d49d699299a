package import Model

/// A provider behind its call limits: a token bucket and a circuit breaker for each account and region, and a deadline
/// for each call, so that one that hangs holds up nobody else.
package struct GuardedProvider: CloudProvider {
    private let provider: any CloudProvider
    private let calls: GuardedCalls

    package init(
        _ provider: any CloudProvider, time: MonotonicTime,
        tell: @escaping @Sendable (CallScope, CircuitBreaker.Change, _ lastError: String) -> Void
    ) {
        self.provider = provider
        calls = GuardedCalls(terms: provider.terms, time: time, tell: tell)
    }

    package var name: ProviderName { provider.name }
    package var terms: CloudTerms { provider.terms }

    package func create(_ request: InstanceRequest) async throws -> ObservedInstance {
        // Each environment signs in for itself, so that one whose account is out of order pauses no other.
        let account = name == .local ? nil : request.environment.description
        let region = request.spec.configuration.cloud?.region
        return try await calls.call(CallScope(provider: name, account: account, region: region)) {
            try await provider.create(request)
        }
    }

    package func list(installation: InstallationID) async throws -> [ObservedInstance] {
        try await calls.call(CallScope(provider: name)) { try await provider.list(installation: installation) }
    }

    package func survey(installation: InstallationID) async throws -> InstanceSurvey {
        try await calls.call(CallScope(provider: name)) { try await provider.survey(installation: installation) }
    }

    package func look(in places: [CloudPlace]) async { await provider.look(in: places) }

    package func start(_ id: InstanceID) async throws {
        try await calls.call(scope(of: id)) { try await provider.start(id) }
    }

    package func stop(_ id: InstanceID) async throws {
        try await calls.call(scope(of: id)) { try await provider.stop(id) }
    }

    package func terminate(_ id: InstanceID) async throws {
        try await calls.call(scope(of: id)) { try await provider.terminate(id) }
    }

    package var changesInPlace: Set<InstanceField> { provider.changesInPlace }

    package func update(_ id: InstanceID, _ update: InstanceUpdate) async throws -> ObservedInstance {
        try await calls.call(scope(of: id)) { try await provider.update(id, update) }
    }

    package func release(_ id: InstanceID) async throws {
        try await calls.call(scope(of: id)) { try await provider.release(id) }
    }

    package func definition(of id: InstanceID) async -> CloudResourceSpec? { await provider.definition(of: id) }

    package func place(of id: InstanceID) async -> CloudPlace? { await provider.place(of: id) }

    package func account(of place: CloudPlace) async throws -> String? {
        try await calls.call(scope(at: place)) { try await provider.account(of: place) }
    }

    package func reports(on questions: [InstanceQuestion]) async throws -> [InstanceReport] {
        guard !questions.isEmpty else { return [] }
        return try await calls.call(CallScope(provider: name)) { try await provider.reports(on: questions) }
    }

    /// That of the account and region an instance is in, as far as a look has shown it.
    private func scope(of id: InstanceID) async -> CallScope {
        await provider.place(of: id).map(scope(at:)) ?? CallScope(provider: name)
    }

    /// The same as for creations there.
    private func scope(at place: CloudPlace) -> CallScope {
        CallScope(provider: name, account: place.environment.description, region: place.region)
    }
}
