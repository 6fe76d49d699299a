import Foundation
import Model
import TestLanguage

/// Reads one file: which of its documents are manifests, and what they declare.
enum ManifestReader {
    static func read(_ file: SourceFile, defaults: ManifestDefaults = ManifestDefaults()) -> ParsedFile {
        guard file.path.hasSuffix(".yaml") || file.path.hasSuffix(".yml") else {
            return ParsedFile(manifests: [], errors: [], passedOver: "not a YAML file")
        }
        let parsed = YAMLParser.parse(file.contents)
        let errors = parsed.errors.map { error in
            Diagnostic(
                message: error.message,
                location: SourceLocation(file: file.path, line: error.mark.line, column: error.mark.column))
        }
        let text = LazySourceText(file.contents)
        var manifests: [ParsedDocument] = []
        var reason: String?
        for (index, document) in parsed.documents.enumerated() {
            switch Recognition(document) {
            case .foreign(let why): reason = reason ?? why
            case .lookalike(let message, let node):
                let place = SourceLocation(file: file.path, line: node.start.line, column: node.start.column)
                let warning = Diagnostic(
                    severity: .warning, message: message, location: place, length: node.length)
                manifests.append(
                    ParsedDocument(
                        identity: nil, place: Place(location: place, length: 1), object: nil, diagnostics: [warning],
                        findings: Findings()))
            case .manifest(let kind):
                manifests.append(
                    read(document, at: index, kind: kind, file: file, text: text, defaults: defaults))
            }
        }
        let passedOver = manifests.isEmpty && errors.isEmpty ? reason ?? "empty" : nil
        return ParsedFile(manifests: manifests, errors: errors, passedOver: passedOver)
    }

    private static func read(
        _ document: YAMLNode, at index: Int, kind: Kind?, file: SourceFile, text: LazySourceText,
        defaults: ManifestDefaults
    ) -> ParsedDocument {
        let defaultsFile = Validator.Origin(file: RepositoryFile.name) { SourceText(Data()) }
        var validator = Validator(
            file: file.path, rootName: kind?.rawValue ?? "the manifest", taking: [defaultsFile]
        ) { text.value }
        let nameNode = document["metadata"]?["name"] ?? document
        var identity: ObjectIdentity?
        var object: DeclaredObject?
        var inheritable: InheritableText?
        if let kind {
            identity = Self.identity(of: document, kind: kind)
            if kind == .environment {
                inheritable = InheritableText(file: file, index: index, parent: ParentName(document, validator))
            }
            if inheritable?.parent == nil {
                object = validated(document, kind: kind, identity: identity, defaults: defaults, &validator)
            } else {
                // Its parent completes it; until then only what it says itself can be wrong.
                validator.isPartial = true
                _ = validator.walk(document, schema: FieldTable.document(of: kind))
            }
        } else {
            refuseKind(document, &validator)
        }
        return ParsedDocument(
            identity: identity, place: validator.place(of: nameNode), object: object,
            diagnostics: validator.diagnostics.map { $0.belonging(to: identity) },
            findings: object == nil ? Findings() : validator.findings, inheritable: inheritable)
    }

    /// Validates and decodes; nil when there are errors.
    static func validated(
        _ document: YAMLNode, kind: Kind, identity: ObjectIdentity?, defaults: ManifestDefaults,
        _ validator: inout Validator
    ) -> DeclaredObject? {
        let schema = FieldTable.document(of: kind)
        let root =
            kind == .testSuite
            ? ExpectedOutcomes.expanded(in: defaults.completed(SuiteDefaults.merged(into: document)), &validator)
            : document
        if kind == .testSuite { validator.sharedPart = document["spec"]?["defaults"] }
        let walked = validator.walk(root, schema: schema)
        KindRules.check(kind, root, &validator)
        guard let identity, !validator.hasErrors else { return nil }
        do {
            return try object(
                identity, walked: walked, location: validator.location(document.start), defaults: defaults,
                fieldLocations: fieldLocations(of: kind, in: root["spec"], validator))
        } catch {
            validator.error("\(kind.rawValue) can't be read: \(error)", at: document)
            return nil
        }
    }

    private static func object(
        _ identity: ObjectIdentity, walked: Validator.Walked, location: SourceLocation, defaults: ManifestDefaults,
        fieldLocations: [String: SourceLocation]
    ) throws -> DeclaredObject {
        let written = defaults.completed(
            completed(walked.written["spec"] ?? .null, of: identity.kind), of: identity.kind)
        let model = defaults.completed(completed(walked.model["spec"] ?? .null, of: identity.kind), of: identity.kind)
        let metadata = try TreeDecoder.decode(Metadata.self, from: walked.written["metadata"] ?? .null)
        let common = try TreeDecoder.decode(CommonSpec.self, from: written)
        let dependsOn = common.dependsOn.compactMap(ObjectIdentity.init).map {
            ObjectIdentity(kind: $0.kind, namespace: identity.namespace, name: $0.name)
        }
        return DeclaredObject(
            identity: identity, labels: metadata.labels, annotations: metadata.annotations, suspend: common.suspend,
            dependsOn: dependsOn, spec: try ObjectSpec(kind: identity.kind, from: TreeDecoder.decoder(for: model)),
            manifest: written, location: location, fieldLocations: fieldLocations)
    }

    /// Of what only a cloud itself knows: whether it has such an image, subnet or bucket.
    private static func fieldLocations(
        of kind: Kind, in spec: YAMLNode?, _ validator: Validator
    ) -> [String: SourceLocation] {
        guard let spec else { return [:] }
        switch kind {
        case .cloudResource:
            guard spec["provider"]?.string != ProviderName.local.rawValue else { return [:] }
            return locations(of: spec["configuration"], "configuration", validator)
        case .environment:
            guard let artifacts = spec["artifacts"], artifacts["provider"]?.string != ProviderName.local.rawValue else {
                return [:]
            }
            return locations(of: artifacts, "artifacts", validator)
                .merging(locations(of: spec["clouds"]?["aws"], "clouds.aws", validator)) { first, _ in first }
        case .testSuite, .alertRule, .cachePolicy: return [:]
        }
    }

    private static func locations(
        of node: YAMLNode?, _ path: String, _ validator: Validator
    ) -> [String: SourceLocation] {
        (node?.entries ?? []).reduce(into: [:]) { found, entry in
            guard let key = entry.key.keyText else { return }
            found["\(path).\(key)"] = validator.location(entry.value.start)
        }
    }

    /// Defaults that depend on other fields: a local instance is always a worker, and announces what it has.
    private static func completed(_ spec: JSONValue, of kind: Kind) -> JSONValue {
        guard kind == .cloudResource, case .object(var members) = spec,
            members["provider"] == .string(ProviderName.local.rawValue)
        else { return spec }
        if members["worker"] == nil { members["worker"] = .object(CloudResourceFields.worker.defaults) }
        if case .object(var configuration)? = members["configuration"], configuration["resources"] == nil {
            configuration["resources"] = .object(InstanceFields.resources.defaults)
            members["configuration"] = .object(configuration)
        }
        return .object(members)
    }

    private static func identity(of document: YAMLNode, kind: Kind) -> ObjectIdentity? {
        guard let metadata = document["metadata"], let name = metadata["name"]?.string, DNSLabel.accepts(name) else {
            return nil
        }
        guard let namespace = metadata["namespace"] else { return ObjectIdentity(kind: kind, name: name) }
        guard let text = namespace.string, DNSLabel.accepts(text) else { return nil }
        return ObjectIdentity(kind: kind, namespace: text, name: name)
    }

    private static func refuseKind(_ document: YAMLNode, _ validator: inout Validator) {
        let known = Kind.allCases.map(\.rawValue)
        guard let node = document["kind"] else {
            let place = Place(location: validator.location(document.start), length: 1)
            validator.error("`kind` is missing: it must be one of \(Wording.list(known))", at: place)
            return
        }
        validator.within(.key("kind")) { _ = $0.walk(node, .enumeration(known.map { EnumerationValue($0) })) }
    }
}

/// What every manifest says of itself.
private struct Metadata: Decodable {
    let labels: [String: String]
    let annotations: [String: String]
}

/// What every spec may say.
private struct CommonSpec: Decodable {
    let suspend: Bool
    let dependsOn: [String]
}
