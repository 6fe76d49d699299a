/// Payloads of Bitbucket Server and Data Center (confluence.atlassian.com/bitbucketserver/event-payload).
enum BitbucketServerPayload {
    static func news(event: String?, _ payload: PayloadValue) -> WebhookNews {
        let event = event ?? payload["eventKey"].text
        let request = payload["pullRequest"]
        let isPush = event == "repo:refs_changed"
        return WebhookNews(
            topic: topic(event),
            repository: name(of: isPush ? payload["repository"] : request["toRef"]["repository"]),
            refs: isPush ? pushed(payload) : [pullRequest(request)].compactMap(\.self))
    }

    private static func topic(_ event: String?) -> WebhookNews.Topic {
        switch event {
        case "repo:refs_changed": .push
        case "pr:opened", "pr:from_ref_updated": .pullRequest
        case "diagnostics:ping": .ping
        default: .other
        }
    }

    private static func name(of repository: PayloadValue) -> String? {
        guard let project = repository["project"]["key"].text, let slug = repository["slug"].text else { return nil }
        return "\(project)/\(slug)"
    }

    private static func pushed(_ payload: PayloadValue) -> [WebhookNews.RefUpdate] {
        payload["changes"].items.compactMap { change in
            WebhookNews.RefUpdate("", change["refId"].text ?? change["ref"]["id"].text, change["toHash"].commit)
        }
    }

    private static func pullRequest(_ request: PayloadValue) -> WebhookNews.RefUpdate? {
        request["id"].number.map { number in
            WebhookNews.RefUpdate(
                ref: "refs/pull-requests/\(number)/from", commit: request["fromRef"]["latestCommit"].commit)
        }
    }
}
