import Access
import Controller
import Foundation
import GitSource
import Model

/// One source of a controller: what is shown of it, how it is read, and who may hint that it changed.
struct SourceSetting: Sendable {
    /// Where the manifests come from.
    enum Origin: Sendable {
        /// With what proves who reads, which is read anew each time.
        case repository(GitRemote, access: SourceAccess?)
        /// A folder as it is, uncommitted edits included.
        case folder(String)
    }

    let name: String
    let origin: Origin
    /// How often to look at it.
    let interval: Duration
    let webhook: WebhookConfiguration?

    init(name: String, origin: Origin, interval: Duration, webhook: WebhookConfiguration? = nil) {
        self.name = name
        self.origin = origin
        self.interval = interval
        self.webhook = webhook
    }

    /// A source of the operator's file; folders are meant from the working directory, as on the command line.
    init(_ configuration: SourceConfiguration, interval: Duration) throws(GitSourceError) {
        let remote = GitRemote(
            url: SourceArgument.location(of: configuration.url), ref: try GitRemote.Ref(configuration.ref),
            path: configuration.path)
        self.init(
            name: configuration.name, origin: .repository(remote, access: SourceAccess(configuration)),
            interval: configuration.interval?.duration ?? interval, webhook: configuration.webhook)
    }

    /// The source as it is shown: without credentials.
    var shown: ControllerConfiguration.Source {
        switch origin {
        case .repository(let remote, _):
            ControllerConfiguration.Source(
                name: name, url: remote.displayURL, ref: remote.ref.given, path: remote.path, interval: interval)
        case .folder(let path):
            ControllerConfiguration.Source(name: name, url: path, ref: nil, path: "", interval: interval)
        }
    }
}

extension GitRemote.Ref {
    /// The one that is given; throws when no repository could have it.
    fileprivate init(_ ref: SourceConfiguration.Ref?) throws(GitSourceError) {
        let mostExact: GitRemote.Ref? =
            ref?.commit.map { .commit($0) } ?? ref?.name.map { .name($0) } ?? ref?.semver.map { .semver($0) }
            ?? ref?.tag.map { .tag($0) } ?? ref?.branch.map { .branch($0) }
        self = mostExact ?? .defaultBranch
        try check()
    }
}
