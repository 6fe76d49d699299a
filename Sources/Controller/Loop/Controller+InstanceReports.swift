package import Model

extension Controller {
    /// So many instances of an object are asked about at once, and so many consoles are read.
    private static let reportLimits = (instances: 100, consoles: 3)

    /// What the providers say of an object's instances now; none where a provider tells nothing.
    ///
    /// Consoles are read of some that may be in trouble: that do not run, whose worker has not joined, and of which
    /// nobody can tell. One whose worker has joined has nothing to say.
    package func instanceReports(of object: ObjectIdentity) async throws -> [InstanceReport] {
        let instances = observation.instances.values.filter { $0.tags.object == object && $0.state != .terminated }
            .sorted { ($0.tags.ordinal, $0.id) < ($1.tags.ordinal, $1.id) }.prefix(Self.reportLimits.instances)
        var idle: [InstanceID] = []
        var silent: [InstanceID] = []
        for instance in instances {
            if instance.state != .running {
                idle.append(instance.id)
            } else if await services.registry.worker(WorkerRegistry.id(of: instance.tags)) == nil {
                silent.append(instance.id)
            }
        }
        let consoles = Set((idle + silent).prefix(Self.reportLimits.consoles))
        var reports: [InstanceReport] = []
        for (name, group) in Dictionary(grouping: instances, by: \.provider).sorted(by: {
            $0.key.rawValue < $1.key.rawValue
        }) {
            let questions = group.map {
                InstanceQuestion(
                    id: $0.id, ordinal: $0.tags.ordinal, wantsConsole: consoles.contains($0.id))
            }
            reports += try await services.providers[name]?.reports(on: questions) ?? []
        }
        return reports
    }
}
