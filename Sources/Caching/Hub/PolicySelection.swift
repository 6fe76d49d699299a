import Model

/// Which policies can serve, in the order in which they are asked, and why others can't; a plain value.
struct PolicySelection: Sendable {
    /// Where a policy keeps its entries; they stay for as long as this does.
    enum Place: Hashable, Sendable {
        case memory
        case file(CachePath)

        var path: CachePath? {
            guard case .file(let path) = self else { return nil }
            return path
        }
    }

    struct Usable: Hashable, Sendable {
        let definition: CachePolicyDefinition
        let place: Place

        var identity: ObjectIdentity { definition.identity }

        /// Whether it answers for runs of an environment.
        func serves(namespace: String, environment: String) -> Bool {
            let environments = definition.spec.environments
            return identity.namespace == namespace && (environments.isEmpty || environments.contains(environment))
        }
    }

    private(set) var usable: [Usable] = []
    private(set) var refused: [ObjectIdentity: CacheError] = [:]

    /// Policies of other scopes and of type `redis` count as absent.
    init(_ definitions: [CachePolicyDefinition]) {
        // By name, so that of two that want the same folder the first keeps it.
        for definition in definitions.sorted(by: { $0.identity < $1.identity }) where definition.spec.scope == .results
        {
            do throws(CacheError) {
                guard let place = try Self.place(of: definition, beside: usable) else { continue }
                usable.append(Usable(definition: definition, place: place))
            } catch {
                refused[definition.identity] = error
            }
        }
        usable.sort { ($0.definition.spec.tier, $0.identity) < ($1.definition.spec.tier, $1.identity) }
    }

    private static func place(
        of definition: CachePolicyDefinition, beside others: [Usable]
    ) throws(CacheError) -> Place? {
        switch definition.spec.type {
        case .redis: return nil
        case .memory: return .memory
        case .file:
            let path = try CachePath(of: definition)
            if let owner = others.first(where: { $0.place.path?.overlaps(path) == true }) {
                throw .pathTaken("\(path)", by: owner.identity)
            }
            return .file(path)
        }
    }
}
