/// A body of any other sender: what it says under the names that GitHub uses; a delivery without them is a hint all the
/// same.
enum GenericPayload {
    static func news(_ payload: PayloadValue) -> WebhookNews {
        let repository = payload["repository"]["full_name"].text ?? payload["repository"].text
        let commit = payload["after"].commit ?? payload["commit"].commit
        let update = WebhookNews.RefUpdate("", payload["ref"].text, commit)
        return WebhookNews(topic: .push, repository: repository, refs: [update].compactMap(\.self))
    }
}
