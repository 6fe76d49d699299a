/// A manifest after validation: identity, what all kinds share, and the kind's own spec.
package struct DeclaredObject: Hashable, Sendable {
    package let identity: ObjectIdentity
    package let labels: [String: String]
    package let annotations: [String: String]
    package let suspend: Bool
    /// Objects that must be Ready before this one is worked on.
    package let dependsOn: [ObjectIdentity]
    package let spec: ObjectSpec
    /// `spec` as the author wrote it, defaults filled in, references unresolved; what `get -o json` shows.
    package let manifest: JSONValue
    package let location: SourceLocation

    package init(
        identity: ObjectIdentity, labels: [String: String] = [:], annotations: [String: String] = [:],
        suspend: Bool = false, dependsOn: [ObjectIdentity] = [], spec: ObjectSpec, manifest: JSONValue = .object([:]),
        location: SourceLocation = SourceLocation(file: "", line: 1, column: 1)
    ) {
        self.identity = identity
        self.labels = labels
        self.annotations = annotations
        self.suspend = suspend
        self.dependsOn = dependsOn
        self.spec = spec
        self.manifest = manifest
        self.location = location
    }
}

/// The spec of one of the five kinds.
package enum ObjectSpec: Hashable, Sendable {
    case environment(EnvironmentSpec)
    case cloudResource(CloudResourceSpec)
    case testSuite(TestSuiteSpec)
    case alertRule(AlertRuleSpec)
    case cachePolicy(CachePolicySpec)

    package var kind: Kind {
        switch self {
        case .environment: .environment
        case .cloudResource: .cloudResource
        case .testSuite: .testSuite
        case .alertRule: .alertRule
        case .cachePolicy: .cachePolicy
        }
    }
}

extension ObjectSpec: Encodable {
    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .environment(let spec): try spec.encode(to: encoder)
        case .cloudResource(let spec): try spec.encode(to: encoder)
        case .testSuite(let spec): try spec.encode(to: encoder)
        case .alertRule(let spec): try spec.encode(to: encoder)
        case .cachePolicy(let spec): try spec.encode(to: encoder)
        }
    }

    /// Decodes the spec of a known kind.
    package init(kind: Kind, from decoder: any Decoder) throws {
        switch kind {
        case .environment: self = .environment(try EnvironmentSpec(from: decoder))
        case .cloudResource: self = .cloudResource(try CloudResourceSpec(from: decoder))
        case .testSuite: self = .testSuite(try TestSuiteSpec(from: decoder))
        case .alertRule: self = .alertRule(try AlertRuleSpec(from: decoder))
        case .cachePolicy: self = .cachePolicy(try CachePolicySpec(from: decoder))
        }
    }
}

extension DeclaredObject: Codable {
    private enum CodingKeys: String, CodingKey {
        case identity, labels, annotations, suspend, dependsOn, spec, manifest, location
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        identity = try container.decode(ObjectIdentity.self, forKey: .identity)
        labels = try container.decode([String: String].self, forKey: .labels)
        annotations = try container.decode([String: String].self, forKey: .annotations)
        suspend = try container.decode(Bool.self, forKey: .suspend)
        dependsOn = try container.decode([ObjectIdentity].self, forKey: .dependsOn)
        spec = try ObjectSpec(kind: identity.kind, from: container.superDecoder(forKey: .spec))
        manifest = try container.decode(JSONValue.self, forKey: .manifest)
        location = try container.decode(SourceLocation.self, forKey: .location)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(identity, forKey: .identity)
        try container.encode(labels, forKey: .labels)
        try container.encode(annotations, forKey: .annotations)
        try container.encode(suspend, forKey: .suspend)
        try container.encode(dependsOn, forKey: .dependsOn)
        try spec.encode(to: container.superEncoder(forKey: .spec))
        try container.encode(manifest, forKey: .manifest)
        try container.encode(location, forKey: .location)
    }
}
