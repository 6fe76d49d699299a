import HTTPTypes
package import Model

/// Reads what a delivery tells, by who sent it.
package enum WebhookReader {
    /// Where each sender says which event it is; GitLab says it in the body.
    static func eventHeaders(of sender: WebhookConfiguration.Sender) -> [String] {
        switch sender {
        case .github: ["X-GitHub-Event"]
        case .gitea: ["X-Gitea-Event", "X-Forgejo-Event", "X-Gogs-Event", "X-GitHub-Event"]
        case .bitbucket, .bitbucketServer: ["X-Event-Key"]
        case .gitlab, .generic: []
        }
    }

    /// nil when the body is no JSON object within the bounds.
    package static func news(
        of delivery: WebhookDelivery, from sender: WebhookConfiguration.Sender
    ) -> WebhookNews? {
        guard let form = WebhookBody.Form(contentType: delivery.headers[.contentType]),
            let payload = WebhookBody.payload(of: delivery.body, form: form)
        else { return nil }
        let event = eventHeaders(of: sender).lazy.compactMap(delivery.only).first
        return switch sender {
        case .github: GitHubPayload.news(event: event, payload)
        case .gitlab: GitLabPayload.news(payload)
        case .gitea: GiteaPayload.news(event: event, payload)
        case .bitbucket: BitbucketPayload.news(event: event, payload)
        case .bitbucketServer: BitbucketServerPayload.news(event: event, payload)
        case .generic: GenericPayload.news(payload)
        }
    }
}
