import Foundation

/// Where the services of AWS are called for one account.
struct AWSEndpoints: Hashable, Sendable {
    /// `clouds.aws.endpoint`: for every service.
    let account: String?
    /// By service, else for all: what the surroundings say.
    let surroundings: [AWSService: String]
    /// `AWS_CA_BUNDLE`: certificates in PEM to trust instead of the system's.
    let authorities: Data?
    /// Why they can't be read; then nobody is called, rather than with other ones.
    let problem: String?
    /// Whether the operator lets the account's be called.
    var isAllowed = true

    init(
        account: String? = nil, surroundings: [AWSService: String] = [:], authorities: Data? = nil,
        problem: String? = nil
    ) {
        self.account = account
        self.surroundings = surroundings
        self.authorities = authorities
        self.problem = problem
    }

    /// Whether somebody says where it is, and nothing is known of its hosts' names.
    func isConfigured(_ service: AWSService) -> Bool { account != nil || surroundings[service] != nil }

    /// The manifest's, then what the surroundings say, then the region's own.
    func url(of service: AWSService, in region: String) -> String {
        let base = account ?? surroundings[service] ?? service.endpoint(in: region)
        return base.hasSuffix("/") ? base : base + "/"
    }
}
