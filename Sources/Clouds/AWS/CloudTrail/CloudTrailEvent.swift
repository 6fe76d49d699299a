import Foundation
import Model

/// An event as LookupEvents shows it, with what its record says of who did it ("CloudTrail record contents").
struct CloudTrailEvent: Hashable, Sendable {
    /// `TerminateInstances`
    let name: String
    let time: Date
    /// `arn:aws:iam::123456789012:user/ana`; nil for an event of a service.
    let arn: String?
    /// A user's or a role's name, or the service that did it.
    let user: String?
    let userAgent: String?
    /// Whether it only looked.
    let isRead: Bool
    let hasFailed: Bool

    /// nil for one of another shape.
    init?(_ item: JSONValue) {
        guard let name = item["EventName"]?.string, let seconds = item["EventTime"]?.double, seconds.isFinite else {
            return nil
        }
        let record = item["CloudTrailEvent"]?.string.flatMap { try? JSONParser.parse(Array($0.utf8)) }
        let identity = record?["userIdentity"]
        self.name = name
        time = Date(timeIntervalSince1970: seconds)
        arn = identity?["arn"]?.string
        user = identity?["userName"]?.string ?? item["Username"]?.string ?? identity?["invokedBy"]?.string
        userAgent = record?["userAgent"]?.string
        isRead = item["ReadOnly"]?.string == "true"
        hasFailed = record?["errorCode"]?.string != nil
    }

    /// nil where nobody is named.
    var author: ChangeAuthor? {
        (arn ?? user).map { ChangeAuthor(name: $0, event: name, time: time) }
    }

    /// Whether it makes of an instance what differs now, or with nil the instance itself.
    func explains(_ field: DriftField?) -> Bool {
        guard !isRead, !hasFailed else { return false }
        return field.map(Self.causes)?.contains(name) ?? (name == "RunInstances")
    }

    /// Rondo's calls say so in their user agent; others may sign in as the same user.
    func isOwn(_ own: String?) -> Bool {
        guard let userAgent else { return own != nil && arn == own }
        return userAgent.hasPrefix("rondo") && (own == nil || arn == own)
    }

    /// Actions of EC2, and what its own services do to spot instances.
    private static func causes(of field: DriftField) -> Set<String> {
        switch field {
        // One that lost our tag is no longer seen.
        case .instance: ["TerminateInstances", "BidEvictedEvent", "DeleteTags", "CreateTags"]
        case .state: ["StopInstances", "BidEvictedEvent"]
        case .instanceType, .securityGroups: ["ModifyInstanceAttribute", "ModifyNetworkInterfaceAttribute"]
        case .tags: ["CreateTags", "DeleteTags"]
        case .publicIP: ["AssociateAddress", "DisassociateAddress"]
        case .disk: ["ModifyVolume", "AttachVolume", "DetachVolume"]
        case .identity:
            [
                "AssociateIamInstanceProfile", "DisassociateIamInstanceProfile", "ReplaceIamInstanceProfileAssociation",
            ]
        case .image: []
        }
    }
}
