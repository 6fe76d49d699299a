import Access
import GitSource
import Model
import Server

extension SourceSetting {
    /// Throws `OperatorSecretError` when the webhook's secret can't be had, before anybody sends anything.
    func checkWebhook() async throws {
        if let webhook { _ = try await OperatorSecretReader.read(webhook.secret) }
    }

    /// Where hints of its forge are taken; nil when none is configured.
    var receiver: WebhookReceiver? {
        guard let webhook, case .repository(let remote, _) = origin else { return nil }
        return WebhookReceiver(
            source: name, url: remote.displayURL, follows: FollowedRef(remote.ref), configuration: webhook
        ) { try await OperatorSecretReader.read(webhook.secret) }
    }
}

extension FollowedRef {
    fileprivate init(_ ref: GitRemote.Ref) {
        self =
            switch ref {
            case .defaultBranch: .defaultBranch
            case .branch(let name): .branch(name)
            case .tag(let name): .tag(name)
            case .semver: .versions
            case .commit: .commit
            case .name(let name): .name(name)
            case .tagOrBranch(let name): .tagOrBranch(name)
            }
    }
}
