/// Payloads of Gitea, Forgejo and Gogs (docs.gitea.com/usage/webhooks): GitHub's shapes under names of their own.
enum GiteaPayload {
    static func news(event: String?, _ payload: PayloadValue) -> WebhookNews {
        switch event {
        // A review asks nobody to read new code.
        case "pull_request_comment", "pull_request_review_approved", "pull_request_review_rejected":
            var news = GitHubPayload.news(event: "issue_comment", payload)
            if news.refs.isEmpty { news.refs = GitHubPayload.news(event: "pull_request", payload).refs }
            return news
        case "pull_request_sync": return GitHubPayload.news(event: "pull_request", payload)
        default: return GitHubPayload.news(event: event, payload)
        }
    }
}
