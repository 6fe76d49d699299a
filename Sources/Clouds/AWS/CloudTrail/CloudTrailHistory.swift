import Foundation
package import Model

/// Who changed instances, by the events that AWS CloudTrail keeps of each region for 90 days without being asked to.
package actor CloudTrailHistory: ChangeHistory {
    private static let target = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents"
    /// The most that one page may have.
    private static let pageSize: Int64 = 50
    /// The newest come first, and nothing older matters.
    private static let maxPages = 4

    private let accounts: AWSAccounts
    private let clock: any WallClock
    /// Who Rondo itself is, by account; nil within where AWS does not say.
    private var selves: [AWSAccounts.Key: String?] = [:]

    package init(accounts: AWSAccounts) {
        self.accounts = accounts
        clock = accounts.surroundings.clock
    }

    /// The newest event that did it and was not Rondo's own; who made an instance may be Rondo itself.
    package func author(of question: ChangeQuestion) async throws -> ChangeAuthor? {
        // Its end would be before its beginning, which CloudTrail refuses.
        guard question.since < clock.now() else { return nil }
        let client = await accounts.client(of: question.place)
        let own = await ownName(at: question.place, client)
        var next: String?
        for _ in 0..<Self.maxPages {
            let answer = try await Self.events(
                of: question.instance.rawValue, since: question.since, until: clock.now(),
                in: question.place.region, next: next, client)
            guard case .array(let events)? = answer["Events"] else { return nil }
            for event in events.compactMap(CloudTrailEvent.init)
            where event.explains(question.field) && (question.field == nil || !event.isOwn(own)) {
                return event.author
            }
            next = answer["NextToken"]?.string
            if next == nil { return nil }
        }
        return nil
    }

    /// One page of what CloudTrail has of a resource.
    static func events(
        of resource: String, since: Date, until: Date, in region: String, next: String? = nil, _ client: AWSClient
    ) async throws -> JSONValue {
        var body: [String: JSONValue] = [
            "LookupAttributes": .array([
                .object(["AttributeKey": .string("ResourceName"), "AttributeValue": .string(resource)])
            ]),
            "StartTime": .integer(Int64(since.timeIntervalSince1970.rounded(.down))),
            "EndTime": .integer(Int64(until.timeIntervalSince1970.rounded(.up))),
            "MaxResults": .integer(pageSize),
        ]
        if let next { body["NextToken"] = .string(next) }
        return try await client.json(.cloudtrail, target: target, in: region, .object(body))
    }

    private func ownName(at place: CloudPlace, _ client: AWSClient) async -> String? {
        let key = AWSAccounts.Key(place)
        if let known = selves[key] { return known }
        let answer = try? await client.query(.sts, "GetCallerIdentity", in: place.region, FormFields())
        let name = answer?["GetCallerIdentityResult"]?.text("Arn")
        if answer != nil { selves[key] = name }
        return name
    }
}
