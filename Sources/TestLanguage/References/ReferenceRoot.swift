import Model

/// When a reference is resolved: when a commit is read, when a lease is granted, or while the test runs.
package enum ReferenceTime: Hashable, Sendable, CaseIterable {
    case sync, dispatch, run
}

/// The first name of a reference: what it is looked up in.
package enum ReferenceRoot: String, Hashable, Sendable, CaseIterable {
    case vars, params, matrix
    case services, resources, secrets, env
    case captures, steps, shard, attempt

    package var time: ReferenceTime {
        switch self {
        case .vars, .params, .matrix: .sync
        case .services, .resources, .secrets, .env: .dispatch
        case .captures, .steps, .shard, .attempt: .run
        }
    }

    /// What people call one of its members.
    package var noun: String {
        switch self {
        case .vars: "variable"
        case .params: "parameter"
        case .matrix: "matrix value"
        case .services: "service"
        case .resources: "resource"
        case .secrets: "secret"
        case .env: "env entry"
        case .captures: "capture"
        case .steps: "step"
        case .shard: "shard value"
        case .attempt: "value"
        }
    }
}

extension ReferenceTime {
    /// The time of a root by its spelling; nil for a name that is no root.
    package init?(root: String) {
        guard let root = ReferenceRoot(rawValue: root) else { return nil }
        self = root.time
    }
}
