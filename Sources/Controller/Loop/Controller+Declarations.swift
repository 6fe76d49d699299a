import Caching
import Model
import Monitoring
import Planning

extension Controller {
    /// Hands alert rules and cache policies, as they were applied, to those that put them into force.
    func publishDeclarations(_ desired: DesiredSources) async {
        guard !desired.sets.isEmpty else { return }
        var rules: [WatchedRule] = []
        var policies: [CachePolicyDefinition] = []
        for object in observation.objects.values where desired[object.source] != nil && !object.declared.suspend {
            guard suspension(of: object.identity) == nil else { continue }
            guard Unimplemented.reason(of: object.declared.spec) == nil else { continue }
            switch object.declared.spec {
            case .alertRule(let spec):
                rules.append(
                    WatchedRule(
                        identity: object.identity, spec: spec, specHash: object.specHash,
                        revision: object.revision.description))
            case .cachePolicy(let spec):
                policies.append(CachePolicyDefinition(identity: object.identity, spec: spec))
            case .environment, .cloudResource, .testSuite: break
            }
        }
        rules.sort { $0.identity < $1.identity }
        await services.monitor.setRules(rules)
        await watchCloudMetrics(of: rules)
        await services.caches.setPolicies(policies.sorted { $0.identity < $1.identity })
    }

    /// Where each rule stands, with its last value in words.
    func alertViews() async -> [ObjectIdentity: AlertView] {
        var views: [ObjectIdentity: AlertView] = [:]
        let faults = await services.cloudMetrics?.faults() ?? [:]
        for (identity, record) in await services.monitor.records() {
            guard case .alertRule(let spec)? = observation.objects[identity]?.declared.spec else { continue }
            views[identity] = AlertView(
                record: record, text: AlertWording.text(rule: spec, value: record.value), fault: faults[identity])
        }
        return views
    }
}
