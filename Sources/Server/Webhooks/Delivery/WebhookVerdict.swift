import Model

/// What becomes of a delivery that was signed with the right secret.
enum WebhookVerdict: Hashable {
    /// The source is looked at.
    case looking
    case ping
    /// With why nothing is done.
    case ignored(String)

    /// - Parameters:
    ///   - url: of the source.
    ///   - current: what the followed branch or tag was called when it was last read.
    init(on news: WebhookNews, for receiver: WebhookReceiver, current: String?) {
        if news.topic == .ping {
            self = .ping
            return
        }
        guard news.topic == .push || news.topic == .pullRequest else {
            self = .ignored("it tells of no new commit")
            return
        }
        if let name = news.repository {
            guard RepositoryName.matches(name, url: receiver.url) else {
                self = .ignored("it is about another repository")
                return
            }
        } else if receiver.configuration.type != .generic {
            self = .ignored("it names no repository")
            return
        }
        // A push that is too large to list its refs may be anything.
        let mayTouch = news.refs.isEmpty && news.topic == .push && receiver.follows != .commit
        let touches = news.refs.contains { receiver.follows.isTouched(by: $0.ref, current: current) }
        self = mayTouch || touches ? .looking : .ignored("it is about a ref that is not followed")
    }
}
