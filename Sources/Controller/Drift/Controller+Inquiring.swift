import Foundation
import Model

extension Controller {
    /// A change is in a cloud's account before a look can miss or see something; lists and clocks are late by some minutes.
    private static let margin: TimeInterval = 300
    /// How far back a change may lie that nobody looked for meanwhile.
    private static let reach: TimeInterval = 86_400
    /// How far back the making of an instance may lie: as long as CloudTrail keeps account without being asked to.
    private static let longestReach: TimeInterval = 90 * 86_400

    /// Lets somebody find out who is behind the drift of a provider's instances that a look has opened.
    func inquire(after survey: InstanceSurvey, of provider: ProviderName) async {
        guard services.changeHistories[provider] != nil else { return }
        let now = services.clock.now()
        let since = (lastSights[provider] ?? now.addingTimeInterval(-Self.reach)).addingTimeInterval(-Self.margin)
        if survey.blindSpots.isEmpty { lastSights[provider] = now }
        let open = await driftWatch.open
        var asked: [ChangeInquiry] = []
        for record in open where record.hasUnknownActor && now.timeIntervalSince(record.firstSeen) < Self.patience {
            let key = DriftRecordKey(record)
            guard await inquirer.isNew(key) else { continue }
            let question =
                record.finding.kind == .unmanaged
                ? await question(aboutLeak: record.finding, of: provider, at: now)
                : question(about: record.finding, of: provider, since: since)
            guard let question else { continue }
            asked.append(ChangeInquiry(record: key, provider: provider, question: question))
        }
        await inquirer.ask(asked, open: Set(open.map(DriftRecordKey.init)))
    }

    private static let patience = TimeInterval(ChangeInquiries.patience.components.seconds)

    /// Who made an instance that belongs to no object; nil where the provider does not say where it is.
    private func question(
        aboutLeak finding: DriftFinding, of provider: ProviderName, at now: Date
    ) async -> ChangeQuestion? {
        let id = InstanceID(rawValue: finding.field)
        guard observation.instances[id]?.provider == provider,
            let place = await services.providers[provider]?.place(of: id)
        else { return nil }
        return ChangeQuestion(
            instance: id, place: place, field: nil, since: now.addingTimeInterval(-Self.longestReach))
    }

    /// nil where it is not known which instance a finding is about, or where that was.
    private func question(
        about finding: DriftFinding, of provider: ProviderName, since: Date
    ) -> ChangeQuestion? {
        guard let object = finding.object, let field = finding.driftField, let ordinal = finding.ordinal,
            let declared = observation.objects[object]?.declared, case .cloudResource(let spec) = declared.spec,
            spec.provider == provider, let region = spec.configuration.cloud?.region
        else { return nil }
        let place = (places[provider] ?? []).first {
            $0.environment == declared.environmentIdentity && $0.region == region
        }
        let alive = observation.instances.values.filter { $0.tags.object == object && $0.tags.ordinal == ordinal }
        let instance =
            finding.kind == .missing
            ? observation.losses.first { $0.object == object && $0.ordinal == ordinal }?.id
            : alive.max { $0.tags.incarnation < $1.tags.incarnation }?.id
        guard let place, let instance else { return nil }
        return ChangeQuestion(instance: instance, place: place, field: field, since: since)
    }
}

extension DriftFinding {
    /// Of `instance[1]` and `instance[1].state`; nil for what is no instance of an object.
    fileprivate var ordinal: Int? {
        guard field.hasPrefix("instance[") else { return nil }
        return Int(field.dropFirst("instance[".count).prefix { $0.isNumber })
    }
}
