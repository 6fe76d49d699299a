import Model

/// Which version of each object counts: the manifest that a tree declares it with, or the last good one while that
/// has an error.
struct Declarations {
    /// The first manifest of each identity, valid or not.
    private var first: [ObjectIdentity: ParsedDocument] = [:]
    /// What counts of each object.
    private(set) var inForce: [ObjectIdentity: ParsedDocument] = [:]
    /// Objects that the tree declares with an error; what is among them stays there.
    private(set) var faulty: Set<ObjectIdentity> = []
    /// Kept objects that nothing declares, each with what is wrong with the file that may.
    private(set) var undeclared: [ObjectIdentity: Diagnostic] = [:]
    private(set) var diagnostics: [Diagnostic] = []
    var lastGood: LastGood
    private let manifests: [ParsedDocument]
    /// Objects with several manifests, none of which is the right one.
    private var ambiguous: Set<ObjectIdentity> = []
    /// Names by kind and namespace, for hints.
    private var names: [Group: [String]] = [:]

    private struct Group: Hashable {
        let kind: Kind
        let namespace: String
    }

    init(_ manifests: [ParsedDocument], unreadable: UnreadableFiles, lastGood: LastGood) {
        self.manifests = manifests
        self.lastGood = lastGood
        first.reserveCapacity(manifests.count)
        for manifest in manifests { declare(manifest) }
        if !unreadable.problems.isEmpty { keepUndeclared(unreadable) }
    }

    /// The first manifest of each identity that declares an object, in the order of files.
    var declaring: [(manifest: ParsedDocument, object: DeclaredObject)] {
        manifests.compactMap { manifest in
            manifest.object.flatMap { first[$0.identity] === manifest ? (manifest, $0) : nil }
        }
    }

    /// The manifests and kept versions that count, in the order of files.
    var counting: [ParsedDocument] {
        let new = manifests.filter { manifest in manifest.identity.map { inForce[$0] === manifest } ?? false }
        let kept = inForce.values.filter(lastGood.isKept)
        guard !kept.isEmpty else { return new }
        return (new + kept).compactMap { document in document.object.map { (document, $0) } }
            .sorted { ($0.1.location, $0.1.identity) < ($1.1.location, $1.1.identity) }.map(\.0)
    }

    /// The objects as the tree declares them, also with what makes them faulty.
    var written: [ObjectIdentity: ParsedDocument] {
        first.filter { $0.value.object != nil && !ambiguous.contains($0.key) }
    }

    /// An object as the tree declares it.
    func written(_ identity: ObjectIdentity) -> ParsedDocument? { ambiguous.contains(identity) ? nil : first[identity] }

    func isKnown(_ identity: ObjectIdentity) -> Bool { first[identity] != nil || undeclared[identity] != nil }

    /// Names of this kind in this namespace.
    func names(of kind: Kind, in namespace: String) -> [String] { names[Group(kind: kind, namespace: namespace)] ?? [] }

    /// Puts a new version of a manifest in the place of the one that declared the same object.
    mutating func replace(with manifest: ParsedDocument) {
        guard let identity = manifest.identity else { return }
        first[identity] = manifest
        inForce[identity] = manifest
    }

    /// Takes down an error, after which the last good version counts.
    mutating func report(_ message: String, _ place: Place, _ identity: ObjectIdentity) {
        report(Diagnostic(message: message, location: place.location, length: place.length, object: identity))
    }

    mutating func report(_ diagnostic: Diagnostic) {
        if diagnostics.last != diagnostic { diagnostics.append(diagnostic) }
        if let identity = diagnostic.object { fault(identity) }
    }

    private mutating func declare(_ manifest: ParsedDocument) {
        guard let identity = manifest.identity else { return }
        if let first = first[identity] {
            ambiguous.insert(identity)
            report(
                "\(identity) is already declared at \(first.place.location): rename or remove one of them",
                manifest.place, identity)
        } else {
            first[identity] = manifest
            name(identity)
            if manifest.object == nil { fault(identity) } else { inForce[identity] = manifest }
        }
    }

    private mutating func fault(_ identity: ObjectIdentity) {
        guard faulty.insert(identity).inserted else { return }
        inForce[identity] = lastGood.keep(identity)
    }

    private mutating func keepUndeclared(_ unreadable: UnreadableFiles) {
        for (identity, files) in lastGood.places() where first[identity] == nil {
            guard let problem = files.lazy.compactMap(unreadable.problem).first else { continue }
            undeclared[identity] = problem
            name(identity)
            inForce[identity] = lastGood.keep(identity)
        }
    }

    private mutating func name(_ identity: ObjectIdentity) {
        names[Group(kind: identity.kind, namespace: identity.namespace), default: []].append(identity.name)
    }
}
