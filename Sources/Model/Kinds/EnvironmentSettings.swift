/// Where artifacts of an Environment's runs are kept.
package struct ArtifactSettings: Hashable, Sendable, Codable {
    /// `local` is the controller's disk.
    package let provider: ProviderName
    package let bucket: String?
    package let prefix: String?
    package let retention: TimeSpan?
    /// What the cloud encrypts them with; nil is its own key.
    package let kmsKey: String?

    package init(
        provider: ProviderName, bucket: String? = nil, prefix: String? = nil, retention: TimeSpan? = nil,
        kmsKey: String? = nil
    ) {
        self.provider = provider
        self.bucket = bucket
        self.prefix = prefix
        self.retention = retention
        self.kmsKey = kmsKey
    }
}

/// A time in which an Environment's changes are carried out, or are not. Exactly one of `allow` and `deny` is set.
package struct SyncWindow: Hashable, Sendable, Codable {
    package let allow: Bool?
    package let deny: Bool?
    /// When it begins.
    package let cron: CronExpression
    /// How long it lasts.
    package let duration: TimeSpan
    package let timeZone: ZoneName

    package init(
        allow: Bool? = nil, deny: Bool? = nil, cron: CronExpression, duration: TimeSpan, timeZone: ZoneName = .utc
    ) {
        self.allow = allow
        self.deny = deny
        self.cron = cron
        self.duration = duration
        self.timeZone = timeZone
    }
}
