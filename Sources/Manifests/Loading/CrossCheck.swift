import Model
import TestLanguage

/// Checks what manifests name of each other, once all of a tree are read.
///
/// A manifest that is found faulty stays so, and each step looks at everything before the next one sees what has
/// changed by it: so the checks come to an end, and the order of files makes no difference.
struct CrossCheck {
    private(set) var declarations: Declarations

    init(_ declarations: Declarations) { self.declarations = declarations }

    /// What counts of an environment that a suite names.
    func environment(_ name: String, of suite: ObjectIdentity) -> ParsedDocument? {
        declarations.inForce[ObjectIdentity(kind: .environment, namespace: suite.namespace, name: name)]
    }

    mutating func run() {
        for (manifest, object) in declarations.declaring { checkLinks(of: manifest, object) }
        checkParents()
        let inForce = declarations.inForce
        checkCycles(declarations.faulty.isEmpty ? inForce : inForce.merging(declarations.written) { $1 })
        checkParents()
        for (manifest, object) in declarations.declaring { checkEnvironments(of: manifest, object) }
        settle()
    }

    /// Whether these manifests, which are new versions of others, name nothing that isn't there.
    mutating func holds(for manifests: [ParsedDocument]) -> Bool {
        for manifest in manifests {
            guard let object = manifest.object else { return false }
            checkLinks(of: manifest, object)
            checkEnvironments(of: manifest, object)
        }
        return declarations.diagnostics.isEmpty
    }

    /// Takes up further errors of manifests that counted until now.
    mutating func refuse(_ errors: [Diagnostic]) {
        for error in errors { declarations.report(error) }
        settle()
    }

    /// Checks again what the kept versions have changed for the others, until they change nothing more.
    private mutating func settle() {
        guard !declarations.lastGood.kept.isEmpty else { return }
        var before: Int
        repeat {
            before = declarations.faulty.count
            checkCycles(declarations.inForce)
            checkParents()
            let counting = declarations.counting
            for manifest in counting where !declarations.lastGood.isKept(manifest) {
                if let object = manifest.object { checkEnvironments(of: manifest, object) }
            }
        } while declarations.faulty.count > before
    }

    private mutating func checkLinks(of manifest: ParsedDocument, _ object: DeclaredObject) {
        let namespace = object.identity.namespace
        for link in manifest.findings.links where link.path.testIndex == nil || !link.isService {
            switch link.target {
            case .object(let kind, let name), .dependency(let kind, let name):
                let target = ObjectIdentity(kind: kind, namespace: namespace, name: name)
                guard !declarations.isKnown(target) else { continue }
                let hint = Wording.hint(name, among: declarations.names(of: kind, in: namespace))
                let space = namespace == ObjectIdentity.defaultNamespace ? "" : " in \(namespace)"
                declarations.report(
                    "there is no \(kind.rawValue) `\(name)`\(space)\(hint)", link.place, object.identity)
            case .service: break
            }
        }
    }

    /// With an Environment that has an error, those that extend it stay as they were too.
    private mutating func checkParents() {
        guard !declarations.faulty.isEmpty else { return }
        var before: Int
        repeat {
            before = declarations.faulty.count
            for (manifest, object) in declarations.declaring {
                guard let parent = manifest.inheritable?.parent, !declarations.faulty.contains(object.identity)
                else { continue }
                let above = object.identity.named(parent.name)
                guard declarations.faulty.contains(above) else { continue }
                declarations.report(
                    "\(above), which it extends, has an error: mend that first", parent.place, object.identity)
            }
        } while declarations.faulty.count > before
    }

    /// What a suite names of the instances of its namespace.
    private mutating func checkResources(of manifest: ParsedDocument, _ suite: ObjectIdentity) {
        for site in manifest.findings.references where site.reference.root == .resources && site.path.suitePart != nil {
            guard let name = site.reference.name else { continue }
            let target = ObjectIdentity(kind: .cloudResource, namespace: suite.namespace, name: name)
            guard !declarations.isKnown(target) else { continue }
            let known = declarations.names(of: .cloudResource, in: suite.namespace)
            let hint = SuiteReferences.hint(name, among: known, root: "resources")
            declarations.report("unknown resource `resources.\(name)`\(hint)", site.place, suite)
        }
    }

    /// Services, variables and secrets must exist in every environment of a suite.
    private mutating func checkEnvironments(of manifest: ParsedDocument, _ object: DeclaredObject) {
        guard case .testSuite(let suite) = object.spec else { return }
        checkResources(of: manifest, object.identity)
        for name in suite.environments {
            let identity = ObjectIdentity(kind: .environment, namespace: object.identity.namespace, name: name)
            guard let document = declarations.inForce[identity] ?? declarations.written(identity),
                case .environment(let environment)? = document.object?.spec
            else { continue }
            let place =
                declarations.lastGood.isKept(document) ? "\(identity) (its last good version)" : "\(identity)"
            for link in manifest.findings.links {
                guard case .service(let service) = link.target, environment.services[service] == nil else { continue }
                let hint = Wording.hint(service, among: environment.services.keys.sorted())
                declarations.report("\(place) has no service `\(service)`\(hint)", link.place, object.identity)
            }
            for site in manifest.findings.references {
                guard site.path.suitePart != nil, let known = environment.names(of: site.reference.root),
                    let name = site.reference.name, !known.contains(name)
                else { continue }
                let root = site.reference.root
                let hint = SuiteReferences.hint(name, among: known, root: root.rawValue)
                declarations.report(
                    "unknown \(root.noun) `\(root.rawValue).\(name)` in \(place)\(hint)", site.place, object.identity)
            }
        }
    }

    /// A kept version is never to blame: those of one set wait for each other in no circle.
    private mutating func checkCycles(_ documents: [ObjectIdentity: ParsedDocument]) {
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
                declarations.report("these objects wait for each other: \(path)", link.place, identity)
            }
        }
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
