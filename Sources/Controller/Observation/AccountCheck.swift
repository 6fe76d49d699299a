package import Model

/// Finds out whether the credentials of a place still lead to the account that its instances are in.
///
/// Another profile, role or key under the same name shows another account, in which none of them exists: nothing of them
/// is gone for that.
struct AccountCheck {
    let instances: [InstanceID: ObservedInstance]

    /// - Returns: The survey with a blind spot for each place that is another account's now, or whose account nobody can
    ///   tell; nothing is asked where all instances are shown.
    func adding(
        to survey: InstanceSurvey, of provider: any CloudProvider
    ) async -> InstanceSurvey {
        let placed = instances.values.filter { $0.provider == provider.name && $0.account != nil && $0.place != nil }
        guard !placed.isEmpty else { return survey }
        let listed = Set(survey.instances.map(\.id))
        let blind = Set(survey.blindSpots.map(\.place))
        var missing: [CloudPlace: ObservedInstance] = [:]
        for instance in placed where !listed.contains(instance.id) {
            guard let place = instance.place, !blind.contains(place) else { continue }
            if let first = missing[place], first.id < instance.id { continue }
            missing[place] = instance
        }
        var spots = survey.blindSpots
        for (place, instance) in missing.sorted(by: { $0.value.id < $1.value.id }) {
            do {
                try await Self.check(instance, with: provider)
            } catch {
                spots.append(InstanceSurvey.BlindSpot(place: place, reason: "\(error)"))
            }
        }
        return InstanceSurvey(instances: survey.instances, blindSpots: spots)
    }

    /// - Throws: `AccountError` where an instance is in another account than its place's credentials lead to; what
    ///   keeps anybody from telling.
    static func check(_ instance: ObservedInstance, with provider: any CloudProvider) async throws {
        guard let account = instance.account, let place = instance.place,
            let current = try await provider.account(of: place), current != account
        else { return }
        throw AccountError(instance: instance.id, account: account, place: place, current: current)
    }
}

/// An instance is in another account than the one that is signed in to.
package struct AccountError: ClassifiedCloudError, Hashable, CustomStringConvertible {
    package let instance: InstanceID
    package let account: String
    package let place: CloudPlace
    package let current: String

    package var fault: CloudFault { .refused }

    package var description: String {
        "\(instance) is in account \(account), and the credentials for \(place) lead to account \(current) now: "
            + "sign in to \(account) again, or give the new account an environment of its own"
    }
}
