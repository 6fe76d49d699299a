package import Model

/// Refuses environments that would have credentials sent to addresses which the operator does not allow.
package enum EndpointRefusals {
    /// The same sources, with every such environment noted; it is Stalled, and its resources wait.
    package static func noted(
        in sources: DesiredSources, allow: OperatorConfiguration.Allow
    ) -> DesiredSources {
        DesiredSources(
            sources.entries.map { entry in
                DesiredSources.Entry(
                    source: entry.source, desired: entry.desired.mapSet { noted(in: $0, allow: allow) })
            })
    }

    private static func noted(in set: DesiredSet, allow: OperatorConfiguration.Allow) -> DesiredSet {
        var refusals: [ObjectIdentity: String] = [:]
        for object in set.objects {
            guard case .environment(let spec) = object.spec, let clouds = spec.clouds,
                let reason = refusal(of: clouds, allow: allow)
            else { continue }
            refusals[object.identity] = reason
        }
        guard !refusals.isEmpty else { return set }
        var noted = set
        noted.refusals = refusals
        return noted
    }

    /// Why none of these accounts is used; nil when every endpoint is allowed.
    static func refusal(of clouds: CloudAccounts, allow: OperatorConfiguration.Allow) -> String? {
        let accounts = [("aws", clouds.aws), ("gcp", clouds.gcp), ("azure", clouds.azure)]
        for (provider, account) in accounts {
            guard let endpoint = account?.endpoint, !allow.permits(endpoint: endpoint) else { continue }
            return "clouds.\(provider).endpoint is not allowed by the operator: remove it, or have "
                + "`allow: {endpoints: [\"\(endpoint)\"]}` added to the controller's configuration (--config)"
        }
        return nil
    }
}
