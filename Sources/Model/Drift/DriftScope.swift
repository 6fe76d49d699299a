/// Which part of the drift ledger is asked for: everything, or what is in one environment or namespace.
package struct DriftScope: Hashable, Sendable {
    /// nil is every environment. What is unmanaged is in none.
    package let environment: String?
    /// nil is every namespace. What is unmanaged is in none.
    package let namespace: String?

    package init(environment: String? = nil, namespace: String? = nil) {
        self.environment = environment
        self.namespace = namespace
    }

    package static let everything = DriftScope()

    package func includes(_ record: DriftRecord) -> Bool {
        let finding = record.finding
        return (environment == nil || finding.environment == environment)
            && (namespace == nil || finding.object?.namespace == namespace)
    }

    /// Whether the object is, belongs to or runs in what is asked for.
    package func includes(_ object: DeclaredObject) -> Bool {
        guard namespace == nil || object.identity.namespace == namespace else { return false }
        guard let environment else { return true }
        return switch object.spec {
        case .environment: object.identity.name == environment
        case .cloudResource(let spec): spec.environment == environment
        case .testSuite(let spec): spec.environments.contains(environment)
        case .alertRule(let spec): spec.environment == environment
        case .cachePolicy(let spec): spec.environments.contains(environment)
        }
    }
}
