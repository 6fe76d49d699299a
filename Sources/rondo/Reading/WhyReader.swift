import API
import Foundation
import Model
import Planning
import Reports

/// Collects what `rondo why` explains one thing by.
struct WhyReader {
    /// Enough to find the commit that last changed an object, and what was done since.
    private static let eventLimit = 100

    let state: any StateReading

    func input(_ subject: Subject) async throws -> WhyInput? {
        switch subject {
        case .run(let id): return .run(try await state.detail(of: id))
        case .object(let identity): return try await object(identity)
        case .source, .worker: return nil
        }
    }

    private func object(_ identity: ObjectIdentity) async throws -> WhyInput {
        let observed = try await state.observed()
        let desired = try await state.lastGood()
        let broken = desired.flatMap(\.broken).first { $0.object == identity }
        guard let object = observed.objects.first(where: { $0.identity == identity }) else {
            if let broken { return .broken(broken) }
            throw ReadingError.noSuchObject(identity)
        }
        let events = try await state.events(object: identity, after: nil, limit: Self.eventLimit).items.map(\.event)
        let why = ObjectWhy(
            object: object, events: events, drift: try await state.openDrift(of: identity), broken: broken)
        guard case .testSuite(let spec) = object.declared.spec else { return .object(why) }
        let runs = try await state.runs(suite: identity).items
        var places: [SuiteWhy] = []
        for environment in spec.environments {
            let key = SuiteKey(suite: identity, environment: environment)
            // The list begins with what is newest: asked for, then under way, then ended.
            var newest: RunDetail?
            if let run = runs.first(where: { $0.key == key }) { newest = try await state.detail(of: run.id) }
            places.append(
                SuiteWhy(
                    environment: environment, newest: newest, record: observed.suites.first { $0.key == key },
                    inputs: desired.flatMap(\.suites).first { $0.key == key }.map { Digests.suiteInputs(of: $0) }))
        }
        return .suite(why, places)
    }
}
