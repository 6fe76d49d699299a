package import Model

/// Where there may be instances of a provider: what environments and resources name, in git and in force, and where
/// instances are known.
package enum CloudPlaces {
    /// Those of git come first, since new instances are made there. An environment that left git keeps its account until
    /// its last object is gone, and one that names another account by now the old one as long as an instance is known
    /// there.
    ///
    /// - Parameters:
    ///   - declared: what git wants, without what the operator refuses.
    ///   - applied: what is in force.
    package static func all(
        of provider: ProviderName, declared: [DeclaredObject], applied: [DeclaredObject],
        instances: some Sequence<ObservedInstance>
    ) -> [CloudPlace] {
        guard provider != .local else { return [] }
        var regions: [ObjectIdentity: Set<String>] = [:]
        var environments: [ObjectIdentity: ObjectIdentity] = [:]
        for object in declared + applied {
            guard case .cloudResource(let spec) = object.spec, spec.provider == provider,
                let environment = object.environmentIdentity
            else { continue }
            environments[object.identity] = environment
            if let region = spec.configuration.cloud?.region { regions[environment, default: []].insert(region) }
        }
        for instance in instances where instance.provider == provider {
            guard let environment = environments[instance.tags.object], let region = instance.region else { continue }
            regions[environment, default: []].insert(region)
        }
        var places: [CloudPlace] = []
        for object in declared + applied {
            guard case .environment(let spec) = object.spec else { continue }
            let account = spec.clouds?.account(at: provider)
            let named = (regions[object.identity] ?? []).union([account?.region].compactMap(\.self))
            for region in named.sorted() {
                let account = account ?? CloudAccount()
                let place = CloudPlace(
                    environment: object.identity, account: account, secrets: account.secrets(of: spec.secrets),
                    region: region)
                if !places.contains(place) { places.append(place) }
            }
        }
        let known = instances.filter { $0.provider == provider && $0.isAlive }.sorted { $0.id < $1.id }
        for place in known.compactMap(\.place) where !places.contains(place) { places.append(place) }
        return places
    }
}
