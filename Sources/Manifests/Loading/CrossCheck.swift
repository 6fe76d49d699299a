import Model
import TestLanguage

/// Checks what manifests name of each other, once all of a tree are read.
struct CrossCheck {
    /// The first manifest of each identity, valid or not.
    private(set) var documents: [ObjectIdentity: ParsedDocument] = [:]
    private(set) var diagnostics: [Diagnostic] = []
    private let manifests: [ParsedDocument]
    private var faulty: Set<ObjectIdentity> = []
    /// Names by kind and namespace, for hints.
    private var names: [Group: [String]] = [:]

    private struct Group: Hashable {
        let kind: Kind
        let namespace: String
    }

    init(_ manifests: [ParsedDocument]) {
        self.manifests = manifests
        documents.reserveCapacity(manifests.count)
    }

    /// The manifests whose objects are good, in the order of files.
    var valid: [ParsedDocument] {
        manifests.filter { manifest in
            guard let identity = manifest.identity, manifest.object != nil else { return false }
            return documents[identity] === manifest && !faulty.contains(identity)
        }
    }

    /// The environment that a suite names, if it is good.
    func environment(_ name: String, of suite: ObjectIdentity) -> ParsedDocument? {
        let identity = ObjectIdentity(kind: .environment, namespace: suite.namespace, name: name)
        guard let document = documents[identity], document.object != nil, !faulty.contains(identity) else { return nil }
        return document
    }

    mutating func run() {
        for manifest in manifests { declare(manifest) }
        for manifest in manifests {
            guard let object = manifest.object, documents[object.identity] === manifest else { continue }
            checkLinks(of: manifest, object)
            if case .testSuite(let spec) = object.spec { checkSuite(manifest, object, spec) }
        }
        checkCycles()
    }

    private mutating func declare(_ manifest: ParsedDocument) {
        guard let identity = manifest.identity else { return }
        guard let first = documents[identity] else {
            documents[identity] = manifest
            names[Group(kind: identity.kind, namespace: identity.namespace), default: []].append(identity.name)
            return
        }
        diagnostics.append(
            Diagnostic(
                message: "\(identity) is already declared at \(first.place.location): rename or remove one of them",
                location: manifest.place.location, length: manifest.place.length, object: identity))
    }

    private mutating func checkLinks(of manifest: ParsedDocument, _ object: DeclaredObject) {
        for link in manifest.findings.links where link.path.testIndex == nil || !link.isService {
            switch link.target {
            case .object(let kind, let name), .dependency(let kind, let name):
                let target = ObjectIdentity(kind: kind, namespace: object.identity.namespace, name: name)
                guard documents[target] == nil else { continue }
                let group = Group(kind: kind, namespace: object.identity.namespace)
                let hint = Wording.hint(name, among: names[group] ?? [])
                let space = target.namespace == ObjectIdentity.defaultNamespace ? "" : " in \(target.namespace)"
                report("there is no \(kind.rawValue) `\(name)`\(space)\(hint)", link.place, object.identity)
            case .service: break
            }
        }
    }

    /// Services, variables and secrets must exist in every environment of the suite.
    private mutating func checkSuite(_ manifest: ParsedDocument, _ object: DeclaredObject, _ spec: TestSuiteSpec) {
        for name in spec.environments {
            let identity = ObjectIdentity(kind: .environment, namespace: object.identity.namespace, name: name)
            guard case .environment(let environment)? = documents[identity]?.object?.spec else { continue }
            for link in manifest.findings.links {
                guard case .service(let service) = link.target, environment.services[service] == nil else { continue }
                let hint = Wording.hint(service, among: environment.services.keys.sorted())
                report("\(identity) has no service `\(service)`\(hint)", link.place, object.identity)
            }
            for site in manifest.findings.references {
                guard site.path.testIndex != nil, let known = environment.names(of: site.reference.root),
                    let name = site.reference.name, !known.contains(name)
                else { continue }
                let root = site.reference.root
                let hint = SuiteReferences.hint(name, among: known, root: root.rawValue)
                report(
                    "unknown \(root.noun) `\(root.rawValue).\(name)` in \(identity)\(hint)", site.place, object.identity
                )
            }
        }
    }

    private mutating func checkCycles() {
        var dependencies: [ObjectIdentity: [ObjectIdentity]] = [:]
        for (identity, document) in documents {
            guard let object = document.object, !object.dependsOn.isEmpty else { continue }
            dependencies[identity] = object.dependsOn
        }
        for cycle in DependencyCycles.find(dependencies) {
            let path = (cycle + cycle.prefix(1)).map(\.description).joined(separator: " → ")
            for (index, identity) in cycle.enumerated() {
                let next = cycle[(index + 1) % cycle.count]
                let link = documents[identity]?.findings.links.first { $0.target == .dependency(next.kind, next.name) }
                guard let link else { continue }
                report("these objects wait for each other: \(path)", link.place, identity)
            }
        }
    }

    private mutating func report(_ message: String, _ place: Place, _ identity: ObjectIdentity) {
        let diagnostic = Diagnostic(
            message: message, location: place.location, length: place.length, object: identity)
        faulty.insert(identity)
        if diagnostics.last != diagnostic { diagnostics.append(diagnostic) }
    }
}

extension Link {
    fileprivate var isService: Bool {
        switch target {
        case .service: true
        case .object, .dependency: false
        }
    }
}

extension EnvironmentSpec {
    /// What a root of references may name here; nil for roots that are not the environment's.
    fileprivate func names(of root: ReferenceRoot) -> [String]? {
        switch root {
        case .vars: Array(variables.keys)
        case .secrets: Array(secrets.keys)
        case .services: Array(services.keys)
        case .params, .matrix, .resources, .env, .captures, .steps, .shard, .attempt: nil
        }
    }
}
