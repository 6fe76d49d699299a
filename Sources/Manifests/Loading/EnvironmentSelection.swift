import Model

/// Finds the Environments that the selectors of suites mean: those of their namespace that have all the labels.
struct EnvironmentSelection {
    /// What was made before: as long as nothing changes, a suite stays the same document.
    struct Cache: Sendable {
        fileprivate var suites: [ObjectIdentifier: (source: ParsedDocument, found: [String], result: ParsedDocument)] =
            [:]
    }

    private let cache: Cache
    private(set) var used = Cache()

    init(cache: Cache) { self.cache = cache }

    /// The manifests, those of suites with a selector replaced by ones that know their environments.
    mutating func complete(_ manifests: [ParsedDocument]) -> [ParsedDocument] {
        guard manifests.contains(where: { $0.selector != nil }) else { return manifests }
        let environments = manifests.compactMap(\.object).filter { $0.identity.kind == .environment }
        return manifests.map { manifest in
            guard let selector = manifest.selector, let object = manifest.object else { return manifest }
            let found = environments.filter { environment in
                environment.identity.namespace == object.identity.namespace
                    && selector.allSatisfy { environment.labels[$0.key] == $0.value }
            }.map(\.identity.name)
            let names = Set(found).sorted()
            let key = ObjectIdentifier(manifest)
            if let known = cache.suites[key], known.found == names {
                used.suites[key] = known
                return known.result
            }
            let result = manifest.selecting(names)
            used.suites[key] = (manifest, names, result)
            return result
        }
    }
}

extension ParsedDocument {
    fileprivate var selector: [String: String]? {
        guard case .testSuite(let spec)? = object?.spec else { return nil }
        return spec.choice.selector
    }

    /// The same suite in these environments; without any it runs nowhere, which is told.
    fileprivate func selecting(_ names: [String]) -> ParsedDocument {
        guard let object, case .testSuite(var spec) = object.spec, let selector = spec.choice.selector else {
            return self
        }
        spec.choice = .labels(selector, found: names)
        let warning = Diagnostic(
            severity: .warning, message: "no Environment has the labels of `environments.selector`, so it runs nowhere",
            location: place.location, length: place.length, object: identity)
        return ParsedDocument(
            identity: identity, place: place,
            object: DeclaredObject(
                identity: object.identity, labels: object.labels, annotations: object.annotations,
                suspend: object.suspend, dependsOn: object.dependsOn, spec: .testSuite(spec), manifest: object.manifest,
                location: object.location),
            diagnostics: names.isEmpty ? diagnostics + [warning] : diagnostics, findings: findings)
    }
}
