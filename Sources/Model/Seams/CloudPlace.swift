/// A region of the account that an environment's resources are made in: what a provider has to know to look there.
package struct CloudPlace: Hashable, Sendable, Codable, CustomStringConvertible {
    package let environment: ObjectIdentity
    package let account: CloudAccount
    /// Those of the environment's secrets by name that the account's credentials refer to; never a value.
    package let secrets: [String: SecretSource]
    package let region: String

    package init(
        environment: ObjectIdentity, account: CloudAccount, secrets: [String: SecretSource] = [:], region: String
    ) {
        self.environment = environment
        self.account = account
        self.secrets = secrets
        self.region = region
    }

    package var description: String { "\(region) of \(environment)" }
}

/// What a look at a provider found, and where it could not look.
package struct InstanceSurvey: Sendable {
    /// A place that could not be looked at.
    package struct BlindSpot: Sendable {
        package let place: CloudPlace
        package let reason: String

        package init(place: CloudPlace, reason: String) {
            self.place = place
            self.reason = reason
        }
    }

    /// Those that exist, and of those that ended lately the provider may show `terminated` ones.
    package let instances: [ObservedInstance]
    package let blindSpots: [BlindSpot]

    package init(instances: [ObservedInstance], blindSpots: [BlindSpot] = []) {
        self.instances = instances
        self.blindSpots = blindSpots
    }

    /// Whether an instance may exist all the same although it is not among them.
    ///
    /// - Parameter environment: of its object; nil where that is not known.
    package func isBlind(to instance: ObservedInstance, of environment: ObjectIdentity?) -> Bool {
        blindSpots.contains { spot in
            if let place = instance.place { return spot.place == place }
            return (environment == nil || environment == spot.place.environment)
                && (instance.region == nil || instance.region == spot.place.region)
        }
    }
}
