import Foundation

/// Payloads of GitLab (docs.gitlab.com/user/project/integrations/webhook_events), of projects and of the whole system.
enum GitLabPayload {
    static func news(_ payload: PayloadValue) -> WebhookNews {
        let kind = payload["object_kind"].text ?? payload["event_name"].text
        var news = WebhookNews(topic: topic(kind, payload), repository: repository(payload))
        news.refs = refs(kind, payload).compactMap(\.self)
        return news
    }

    private static func repository(_ payload: PayloadValue) -> String? {
        if let name = payload["project"]["path_with_namespace"].text { return name }
        // Older versions name only the repository's address.
        let address =
            ["git_http_url", "homepage", "url"].lazy.compactMap { payload["repository"][$0].text }.first
            ?? payload["project"]["git_http_url"].text
        return address.flatMap { URLComponents(string: $0) }.map { RepositoryName.path(of: $0.path) }
    }

    private static func topic(_ kind: String?, _ payload: PayloadValue) -> WebhookNews.Topic {
        switch kind {
        case "push", "tag_push", "repository_update": .push
        case "merge_request": isNewCode(payload["object_attributes"]) ? .pullRequest : .other
        default: .other
        }
    }

    /// An update without `oldrev` changed a title or a label.
    private static func isNewCode(_ request: PayloadValue) -> Bool {
        switch request["action"].text {
        case "open", "reopen": true
        case "update": request["oldrev"].text != nil
        default: false
        }
    }

    private static func refs(_ kind: String?, _ payload: PayloadValue) -> [WebhookNews.RefUpdate?] {
        switch kind {
        case "push", "tag_push":
            [WebhookNews.RefUpdate("", payload["ref"].text, payload["after"].commit)]
        case "repository_update":
            payload["changes"].items.map { WebhookNews.RefUpdate("", $0["ref"].text, $0["after"].commit) }
        case "merge_request": [mergeRequest(payload["object_attributes"])]
        case "note": [mergeRequest(payload["merge_request"])]
        case "pipeline":
            [
                WebhookNews.RefUpdate(
                    payload["object_attributes"]["tag"].flag ? "refs/tags/" : "refs/heads/",
                    payload["object_attributes"]["ref"].text, payload["object_attributes"]["sha"].commit)
            ]
        default: []
        }
    }

    private static func mergeRequest(_ request: PayloadValue) -> WebhookNews.RefUpdate? {
        request["iid"].number.map { number in
            WebhookNews.RefUpdate(
                ref: "refs/merge-requests/\(number)/head", commit: request["last_commit"]["id"].commit)
        }
    }
}
