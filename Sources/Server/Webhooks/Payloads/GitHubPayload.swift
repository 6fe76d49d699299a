/// Payloads of GitHub (docs.github.com/webhooks/webhook-events-and-payloads).
enum GitHubPayload {
    static func news(event: String?, _ payload: PayloadValue) -> WebhookNews {
        var news = WebhookNews(topic: topic(event, payload), repository: payload["repository"]["full_name"].text)
        news.refs = refs(event, payload).compactMap(\.self)
        return news
    }

    private static func topic(_ event: String?, _ payload: PayloadValue) -> WebhookNews.Topic {
        switch event {
        case "push", "create", "delete": .push
        case "pull_request": isNewCode(payload["action"].text) ? .pullRequest : .other
        case "ping": .ping
        default: .other
        }
    }

    private static func isNewCode(_ action: String?) -> Bool {
        switch action {
        case "opened", "reopened", "synchronize", "synchronized": true
        default: false
        }
    }

    private static func refs(_ event: String?, _ payload: PayloadValue) -> [WebhookNews.RefUpdate?] {
        switch event {
        case "push":
            [WebhookNews.RefUpdate("", payload["ref"].text, payload["after"].commit)]
        case "create", "delete":
            [WebhookNews.RefUpdate(payload["ref_type"].refPrefix, payload["ref"].text, payload["sha"].commit)]
        case "pull_request":
            [pullRequest(payload["number"], payload["pull_request"]["head"]["sha"].commit)]
        case "issue_comment" where payload["issue"]["pull_request"].value != nil || payload["is_pull"].flag:
            [pullRequest(payload["issue"]["number"], nil)]
        case "check_run":
            [check(payload["check_run"]["check_suite"], payload["check_run"]["head_sha"])]
        case "check_suite":
            [check(payload["check_suite"], payload["check_suite"]["head_sha"])]
        case "status":
            payload["branches"].items.map { branch in
                WebhookNews.RefUpdate("refs/heads/", branch["name"].text, branch["commit"]["sha"].commit)
            }
        default: []
        }
    }

    private static func pullRequest(_ number: PayloadValue, _ commit: String?) -> WebhookNews.RefUpdate? {
        number.number.map { WebhookNews.RefUpdate(ref: "refs/pull/\($0)/head", commit: commit) }
    }

    private static func check(_ suite: PayloadValue, _ commit: PayloadValue) -> WebhookNews.RefUpdate? {
        WebhookNews.RefUpdate("refs/heads/", suite["head_branch"].text, commit.commit)
    }
}

extension PayloadValue {
    /// Of `ref_type`: what stands before a short name.
    var refPrefix: String { text == "tag" ? "refs/tags/" : "refs/heads/" }
}
