import Foundation
package import Model
import Store

extension Controller {
    /// Runs that were asked for and have not started.
    package var requests: [RunRequest] { observation.requests }

    /// Asks for a run of a suite in some of its environments, or with nil in all; the plan starts it when it can.
    ///
    /// - Throws: `RunRequestError` when the suite can't be run by hand.
    package func requestRuns(
        suite: ObjectIdentity, environments: [String]?, usesCache: Bool
    ) async throws -> [RunRequest] {
        guard let (set, object) = declaration(of: suite), case .testSuite(let spec) = object.spec else {
            throw RunRequestError.unknownSuite(suite)
        }
        if let suspension = suspension(of: suite) { throw DirectiveError.suspended(suspension) }
        if object.suspend { throw RunRequestError.suspended(suite) }
        guard spec.on.contains(.manual) else { throw RunRequestError.notManual(suite) }
        if let unknown = environments?.first(where: { !spec.environments.contains($0) }) {
            throw RunRequestError.unknownEnvironment(unknown, suite: suite, known: spec.environments)
        }
        let wanted = environments ?? spec.environments
        let keys = set.suites.map(\.key).filter { $0.suite == suite && wanted.contains($0.environment) }
        guard !keys.isEmpty else { throw RunRequestError.unresolved(suite) }
        let now = services.clock.now()
        let asked = keys.map { key in
            RunRequest(run: TestSuiteReconciler.newRun(at: now), key: key, usesCache: usesCache, requestedAt: now)
        }
        try await services.store.saveRunRequests(asked)
        observation.requests += asked
        for request in asked {
            services.report(
                Event(
                    time: now, object: suite, reason: .runRequested,
                    message: "a run in \(request.key.environment) was asked for: \(request.run)",
                    revision: set.revision.description))
        }
        ring()
        return asked
    }

    /// The object as its source declares it now.
    private func declaration(of identity: ObjectIdentity) -> (set: DesiredSet, object: DeclaredObject)? {
        for set in desired.sets {
            if let object = set.objects.first(where: { $0.identity == identity }) { return (set, object) }
        }
        return nil
    }

    /// Reads the requests anew and drops those that no plan can ever meet.
    func takeRequests(_ desired: DesiredSources) async throws {
        observation.requests = try await services.store.runRequests()
        guard desired.isKnown, !observation.requests.isEmpty else { return }
        let suspended = Set(desired.sets.flatMap { $0.objects.filter(\.suspend).map(\.identity) })
        let possible = Set(desired.sets.flatMap { $0.suites.map(\.key) }.filter { !suspended.contains($0.suite) })
        for request in observation.requests where !possible.contains(request.key) {
            try await services.store.deleteRunRequest(request.run)
            services.report(
                Event(
                    time: services.clock.now(), object: request.key.suite, severity: .warning, reason: .runCancelled,
                    message: "the run \(request.run) that was asked for can't start: \(request.key) is not there"))
        }
        observation.requests.removeAll { !possible.contains($0.key) }
    }
}
