/// A manifest after validation: identity, what all kinds share, and the kind's own spec.
///
/// A handle on contents that never change: thousands of them are copied and compared in every pass, and are nearly always
/// the same contents.
package struct DeclaredObject: Sendable {
    private let contents: Contents

    package init(
        identity: ObjectIdentity, labels: [String: String] = [:], annotations: [String: String] = [:],
        suspend: Bool = false, dependsOn: [ObjectIdentity] = [], spec: ObjectSpec, manifest: JSONValue = .object([:]),
        location: SourceLocation = SourceLocation(file: "", line: 1, column: 1),
        fieldLocations: [String: SourceLocation] = [:]
    ) {
        contents = Contents(
            identity: identity, labels: labels, annotations: annotations, suspend: suspend, dependsOn: dependsOn,
            spec: spec, manifest: manifest, location: location, fieldLocations: fieldLocations)
    }

    package var identity: ObjectIdentity { contents.identity }
    package var labels: [String: String] { contents.labels }
    package var annotations: [String: String] { contents.annotations }
    package var suspend: Bool { contents.suspend }
    /// Objects that must be Ready before this one is worked on.
    package var dependsOn: [ObjectIdentity] { contents.dependsOn }
    package var spec: ObjectSpec { contents.spec }
    /// `spec` as the author wrote it, defaults filled in, references unresolved; what `get -o json` shows.
    package var manifest: JSONValue { contents.manifest }
    package var location: SourceLocation { contents.location }
    /// Where the fields stand that a cloud may refuse, by path below `spec`: `configuration.image`.
    package var fieldLocations: [String: SourceLocation] { contents.fieldLocations }

    /// The environment that a resource is in; nil for the other kinds, and for an Environment itself.
    package var environmentIdentity: ObjectIdentity? {
        guard case .cloudResource(let spec) = spec else { return nil }
        return ObjectIdentity(kind: .environment, namespace: identity.namespace, name: spec.environment)
    }

    /// What it needs, as `compute` finds it the first time.
    package func dependencies(_ compute: (DeclaredObject) -> [ObjectIdentity]) -> [ObjectIdentity] {
        contents.dependencies.value { compute(self) }
    }

    /// The digest of what was declared, as `compute` makes it the first time.
    package func specHash(_ compute: (DeclaredObject) -> Digest) -> Digest {
        contents.specHash.value { compute(self) }
    }

    /// The digest of what an instance of it is made of, as `compute` makes it the first time.
    package func instanceHash(_ compute: (DeclaredObject) -> Digest) -> Digest {
        contents.instanceHash.value { compute(self) }
    }

    private final class Contents: Sendable {
        let identity: ObjectIdentity
        let labels: [String: String]
        let annotations: [String: String]
        let suspend: Bool
        let dependsOn: [ObjectIdentity]
        let spec: ObjectSpec
        let manifest: JSONValue
        let location: SourceLocation
        let fieldLocations: [String: SourceLocation]
        let dependencies = Memo<[ObjectIdentity]>()
        let specHash = Memo<Digest>()
        let instanceHash = Memo<Digest>()

        init(
            identity: ObjectIdentity, labels: [String: String], annotations: [String: String], suspend: Bool,
            dependsOn: [ObjectIdentity], spec: ObjectSpec, manifest: JSONValue, location: SourceLocation,
            fieldLocations: [String: SourceLocation]
        ) {
            self.fieldLocations = fieldLocations
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
}

extension DeclaredObject: Hashable {
    package static func == (left: DeclaredObject, right: DeclaredObject) -> Bool {
        let (one, two) = (left.contents, right.contents)
        if one === two { return true }
        return one.identity == two.identity && one.suspend == two.suspend && one.location == two.location
            && one.labels == two.labels && one.annotations == two.annotations && one.dependsOn == two.dependsOn
            && one.spec == two.spec && one.manifest == two.manifest && one.fieldLocations == two.fieldLocations
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(identity)
        hasher.combine(spec)
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
        case identity, labels, annotations, suspend, dependsOn, spec, manifest, location, fieldLocations
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let identity = try container.decode(ObjectIdentity.self, forKey: .identity)
        self.init(
            identity: identity, labels: try container.decode([String: String].self, forKey: .labels),
            annotations: try container.decode([String: String].self, forKey: .annotations),
            suspend: try container.decode(Bool.self, forKey: .suspend),
            dependsOn: try container.decode([ObjectIdentity].self, forKey: .dependsOn),
            spec: try ObjectSpec(kind: identity.kind, from: container.superDecoder(forKey: .spec)),
            manifest: try container.decode(JSONValue.self, forKey: .manifest),
            location: try container.decode(SourceLocation.self, forKey: .location),
            fieldLocations: try container.decodeIfPresent([String: SourceLocation].self, forKey: .fieldLocations) ?? [:]
        )
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
        if !fieldLocations.isEmpty { try container.encode(fieldLocations, forKey: .fieldLocations) }
    }
}
