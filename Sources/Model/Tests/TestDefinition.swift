/// One test of a suite: how it is scheduled (`settings`) and what it does (`body`).
package struct TestDefinition: Hashable, Sendable {
    package var settings: TestSettings
    package var body: TestBody

    package init(settings: TestSettings, body: TestBody) {
        self.settings = settings
        self.body = body
    }

    package var name: String { settings.name }
}

extension TestDefinition: Codable {
    /// Both parts share one mapping, as in the manifest.
    package init(from decoder: any Decoder) throws {
        settings = try TestSettings(from: decoder)
        body = try TestBody(from: decoder)
    }

    package func encode(to encoder: any Encoder) throws {
        try settings.encode(to: encoder)
        try body.encode(to: encoder)
    }
}
