import Foundation
import Model

/// No sync window of an environment is open.
struct WindowClosure: Hashable {
    /// When one opens; nil when none ever does.
    let until: Date?
}

extension Facts {
    /// Whether changes of an object have to wait now; nil when they don't, or when its kind never waits.
    func closure(of object: DeclaredObject) -> WindowClosure? {
        let environment: ObjectIdentity
        switch object.spec {
        case .environment: environment = object.identity
        case .cloudResource(let spec):
            environment = ObjectIdentity(
                kind: .environment, namespace: object.identity.namespace, name: spec.environment)
        case .testSuite, .alertRule, .cachePolicy: return nil
        }
        return closure(ofEnvironment: environment)
    }

    /// The windows as they were applied count, so that a commit can't open its own; those that never open would keep
    /// their own repair out, so then it is what is desired.
    func closure(ofEnvironment identity: ObjectIdentity) -> WindowClosure? {
        let applied = objects[identity].map { windows(of: $0.declared) }
        if let applied {
            guard !applied.isOpen(at: observed.time) else { return nil }
            if let until = applied.nextOpening(after: observed.time) { return WindowClosure(until: until) }
        }
        guard let wanted = desired[identity].map({ windows(of: $0) }) else {
            return applied.map { _ in WindowClosure(until: nil) }
        }
        guard !wanted.isOpen(at: observed.time) else { return nil }
        return WindowClosure(until: wanted.nextOpening(after: observed.time))
    }

    private func windows(of object: DeclaredObject) -> SyncWindows {
        guard case .environment(let spec) = object.spec else { return SyncWindows([]) }
        return SyncWindows(spec.syncWindows)
    }
}
