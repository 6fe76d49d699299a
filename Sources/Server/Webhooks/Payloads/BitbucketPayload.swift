/// Payloads of Bitbucket Cloud (support.atlassian.com/bitbucket-cloud/docs/event-payloads).
enum BitbucketPayload {
    static func news(event: String?, _ payload: PayloadValue) -> WebhookNews {
        WebhookNews(
            topic: topic(event), repository: payload["repository"]["full_name"].text,
            refs: event == "repo:push" ? pushed(payload) : [pullRequest(payload["pullrequest"])].compactMap(\.self))
    }

    private static func topic(_ event: String?) -> WebhookNews.Topic {
        switch event {
        case "repo:push": .push
        case "pullrequest:created", "pullrequest:updated": .pullRequest
        case "diagnostics:ping": .ping
        default: .other
        }
    }

    /// Of a ref that is gone, `new` is null.
    private static func pushed(_ payload: PayloadValue) -> [WebhookNews.RefUpdate] {
        payload["push"]["changes"].items.compactMap { change in
            let place = change["new"]["name"].text == nil ? change["old"] : change["new"]
            return WebhookNews.RefUpdate(
                place["type"].refPrefix, place["name"].text, change["new"]["target"]["hash"].commit)
        }
    }

    /// Pull requests have no refs of their own there: the branch they come from. Their hashes are cut to 12 digits.
    private static func pullRequest(_ request: PayloadValue) -> WebhookNews.RefUpdate? {
        WebhookNews.RefUpdate(
            "refs/heads/", request["source"]["branch"]["name"].text, request["source"]["commit"]["hash"].commit)
    }
}
