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

    /// - Parameter readSecret: reads a secret of an environment as it is now.
    package init(
        surroundings: AWSSurroundings,
        readSecret: @escaping @Sendable (SecretSource, SecretPlace) async throws -> Secret
    ) {
        accounts = AWSAccounts(surroundings: surroundings, readSecret: readSecret)
        clock = surroundings.clock
    }

    /// The newest event that did it and was not Rondo's own.
    package func author(of question: ChangeQuestion) async throws -> ChangeAuthor? {
        let client = await accounts.client(of: question.place)
        let own = await ownName(at: question.place, client)
        var next: String?
        for _ in 0..<Self.maxPages {
            var body: [String: JSONValue] = [
                "LookupAttributes": .array([
                    .object([
                        "AttributeKey": .string("ResourceName"), "AttributeValue": .string(question.instance.rawValue),
                    ])
                ]),
                "StartTime": .integer(Int64(question.since.timeIntervalSince1970.rounded(.down))),
                "EndTime": .integer(Int64(clock.now().timeIntervalSince1970.rounded(.up))),
                "MaxResults": .integer(Self.pageSize),
            ]
            if let next { body["NextToken"] = .string(next) }
            let answer = try await client.json(
                .cloudtrail, target: Self.target, in: question.place.region, .object(body))
            guard case .array(let events)? = answer["Events"] else { return nil }
            for event in events.compactMap(CloudTrailEvent.init)
            where event.explains(question.field) && !event.isOwn(own) {
                return event.author
            }
            next = answer["NextToken"]?.string
            if next == nil { return nil }
        }
        return nil
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
