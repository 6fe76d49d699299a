import Model

extension StatusAssessor {
    /// Adds to each environment how many of its objects are Ready and how much drift is open in it.
    func counted(_ statuses: [ObjectIdentity: ObjectStatus]) -> [ObjectIdentity: ObjectStatus] {
        var total: [ObjectIdentity: Int] = [:]
        var ready: [ObjectIdentity: Int] = [:]
        for (identity, status) in statuses {
            guard let object = facts.desired[identity] ?? facts.objects[identity]?.declared else { continue }
            for environment in object.environments {
                total[environment, default: 0] += 1
                if status.isReady { ready[environment, default: 0] += 1 }
            }
        }
        var drift: [ObjectIdentity: Int] = [:]
        for record in context.openDrift {
            guard let object = record.finding.object, let name = record.finding.environment else { continue }
            let environment = ObjectIdentity(kind: .environment, namespace: object.namespace, name: name)
            drift[environment, default: 0] += 1
        }
        var counted = statuses
        for identity in statuses.keys where identity.kind == .environment {
            counted[identity]?.objects = ObjectCounts(ready: ready[identity] ?? 0, total: total[identity] ?? 0)
            counted[identity]?.drift = DriftCounts(open: drift[identity] ?? 0)
        }
        return counted
    }
}

extension DeclaredObject {
    /// The environments that it belongs to or runs in.
    fileprivate var environments: [ObjectIdentity] {
        let names: [String] =
            switch spec {
            case .environment: []
            case .cloudResource(let spec): [spec.environment]
            case .testSuite(let spec): spec.environments.uniqued()
            case .alertRule(let spec): spec.environment.map { [$0] } ?? []
            case .cachePolicy(let spec): spec.environments.uniqued()
            }
        return names.map { ObjectIdentity(kind: .environment, namespace: identity.namespace, name: $0) }
    }
}
