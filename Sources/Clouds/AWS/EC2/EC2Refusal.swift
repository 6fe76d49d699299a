import Model

/// Why nothing was asked of EC2, or what came of it is not yet known.
enum EC2Refusal: Error, Hashable, Sendable {
    case noConfiguration(ObjectIdentity)
    /// No environment in force names it.
    case unknownPlace(ObjectIdentity, region: String)
    /// An instance would not find its way back to the controller.
    case noPublicURL(ObjectIdentity)
    case gone(InstanceID)
    /// No environment says where it could be.
    case noPlace(InstanceID)
    /// Instances of the ordinal that nobody knew of.
    case foundOthers([InstanceID], CloudPlace)
    /// What was made a moment ago may be there and not be shown yet.
    case notShownYet(InstanceID)
    case spotResize(String)
    case otherArchitecture(String, of: String, type: String)
    case slow(InstanceID, state: String)
}

extension EC2Refusal: ClassifiedCloudError {
    var fault: CloudFault {
        switch self {
        case .noConfiguration, .unknownPlace, .noPublicURL, .gone, .noPlace, .spotResize, .otherArchitecture: .refused
        case .foundOthers, .slow, .notShownYet: .underWay
        }
    }
}

extension EC2Refusal: CustomStringConvertible {
    var description: String {
        switch self {
        case .noConfiguration(let object): "\(object) says neither `instanceType` nor `region`"
        case .unknownPlace(let environment, let region):
            "\(environment) is not in force yet, so \(region) is not looked at"
        case .noPublicURL(let object):
            "\(object) has a `worker`, and its instances would not find the controller: give its configuration "
                + "(--config) a `publicURL`"
        case .gone(let id): "\(id) is no longer there"
        case .noPlace(let id): "no environment says in which account and region \(id) is"
        case .foundOthers(let ids, let place):
            "\(ids.map(\.rawValue).joined(separator: ", ")) exists already in \(place) and is taken up first"
        case .notShownYet(let id): "\(id) may be too new to be shown; it is looked for again"
        case .spotResize(let id):
            "\(id) is a spot instance, whose type can't be changed; set `updatePolicy: Replace`"
        case .otherArchitecture(let architecture, let id, let type):
            "\(id) is a machine of \(architecture), which `\(type)` is not; set `updatePolicy: Replace` and an `image` for it"
        case .slow(let id, let state): "\(id) is still \(state); it is looked at again"
        }
    }
}

/// A place that could not be looked at, where all of them have to be.
struct EC2Blindness: ClassifiedCloudError, CustomStringConvertible {
    let spot: InstanceSurvey.BlindSpot

    init(_ spot: InstanceSurvey.BlindSpot) { self.spot = spot }

    var fault: CloudFault { .refused }
    var description: String { "\(spot.place) can't be looked at: \(spot.reason)" }
}
