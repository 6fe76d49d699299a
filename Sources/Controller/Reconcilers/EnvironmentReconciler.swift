import Access
package import Model
import Store

/// Serves an environment's mocks and ends them with it.
package struct EnvironmentReconciler: Reconciler {
    package init() {}

    package func carryOut(_ action: PlannedAction, in context: ReconcileContext) async throws -> [Change] {
        switch action.operation {
        case .applyObject:
            let changes = try await Declarations.apply(action, in: context)
            if let declared = context.declared(action.object) { await context.services.uploader?.settle(declared) }
            await warnOfSecrets(of: action.object, in: context)
            return changes
        case .serveMocks:
            try await serve(action, in: context)
            return []
        case .stopMocks:
            await context.services.mocks.stop(action.object)
            context.tell(action.object, .expired, "its mocks are served no more: \(action.reason)")
            return []
        case .deleteObject:
            await context.services.mocks.stop(action.object)
            try await context.services.store.deleteMockPorts(action.object)
            return try await Declarations.forget(action, in: context)
        case .createInstance, .startInstance, .deleteInstance, .startRun, .cancelRun, .updateInstance, .retagInstance,
            .releaseInstance, .stopInstance, .correctInstance:
            throw ReconcileError.unexpected(action)
        }
    }

    /// Tells at once of each secret that can't be read now, before a test needs it; only the test is held up by it.
    private func warnOfSecrets(of environment: ObjectIdentity, in context: ReconcileContext) async {
        guard case .environment(let spec)? = context.declared(environment)?.spec else { return }
        for (name, source) in spec.secrets.sorted(by: { $0.key < $1.key }) {
            do throws(AccessError) {
                _ = try await context.services.secrets.read(source, for: .entry(name, of: environment))
            } catch {
                context.tell(environment, .secretUnusable, "secrets.\(name): \(error)", severity: .warning)
            }
        }
    }

    private func serve(_ action: PlannedAction, in context: ReconcileContext) async throws {
        guard case .environment(let spec)? = context.declared(action.object)?.spec else {
            throw ReconcileError.undeclared(action.object)
        }
        let mocks = spec.services.compactMapValues { service -> MockSpec? in
            guard case .mock(let mock) = service else { return nil }
            return mock
        }
        let before = try await context.services.store.mockPorts(action.object)
        let ports = try await context.services.mocks.serve(mocks, for: action.object, ports: before)
        if ports != before { try await context.services.store.saveMockPorts(action.object, ports) }
        let list = ports.sorted { $0.key < $1.key }.map { "\($0.key) on 127.0.0.1:\($0.value)" }
        context.tell(
            action.object, .servicesServed, list.isEmpty ? "no mocks" : "mocked \(list.joined(separator: ", "))")
    }
}
