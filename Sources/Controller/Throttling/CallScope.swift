package import Model

/// What has a call limit of its own: an account of a provider in a region.
package struct CallScope: Hashable, Sendable, CustomStringConvertible {
    package let provider: ProviderName
    /// nil for the only one.
    package let account: String?
    /// nil for calls that concern no region, or where there is none.
    package let region: String?

    package init(provider: ProviderName, account: String? = nil, region: String? = nil) {
        self.provider = provider
        self.account = account
        self.region = region
    }

    package var description: String {
        ([provider.rawValue] + [account, region].compactMap(\.self)).joined(separator: "/")
    }
}
