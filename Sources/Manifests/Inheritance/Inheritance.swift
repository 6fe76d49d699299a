import Model

/// Completes the Environments that extend others, once all manifests of a tree are read.
struct Inheritance {
    /// What was completed before, by the manifests it was made of.
    struct Cache: Sendable {
        fileprivate var documents: [Chain: Merged] = [:]
    }

    /// An Environment that was completed, and how many values it took over.
    fileprivate struct Merged: Sendable {
        let document: ParsedDocument
        let weight: Int
    }

    /// An Environment with all it is made of, itself first.
    fileprivate struct Chain: Hashable, Sendable {
        let documents: [ParsedDocument]

        static func == (left: Chain, right: Chain) -> Bool {
            left.documents.elementsEqual(right.documents) { $0 === $1 }
        }

        func hash(into hasher: inout Hasher) {
            for document in documents { hasher.combine(ObjectIdentifier(document)) }
        }
    }

    /// So many Environments may stand behind one another.
    static let depthLimit = 16
    /// So many values are taken over in one tree: a few large ones that many extend would need more memory than there is.
    static let weightLimit = 1_000_000

    private let cache: Cache
    private let defaults: ManifestDefaults
    /// What of it is still in use.
    private(set) var used = Cache()
    private var first: [ObjectIdentity: ParsedDocument] = [:]
    private var repeated: Set<ObjectIdentity> = []
    private var cycles: [ObjectIdentity: String] = [:]
    private var completed: [ObjectIdentity: ParsedDocument] = [:]
    private var weight = 0
    /// The documents of files that were parsed again, by path: many Environments may stand in one file.
    private var documents: [String: [YAMLNode]] = [:]

    init(cache: Cache, defaults: ManifestDefaults) {
        self.cache = cache
        self.defaults = defaults
    }

    /// The same files with every Environment that extends another one completed, or with an error that says why not.
    mutating func complete(_ files: [ParsedFile]) -> [ParsedFile] {
        guard files.contains(where: { $0.manifests.contains { $0.inheritable?.parent != nil } }) else { return files }
        for document in files.lazy.flatMap(\.manifests) where document.inheritable != nil {
            guard let identity = document.identity else { continue }
            if first[identity] == nil { first[identity] = document } else { repeated.insert(identity) }
        }
        findCycles()
        defer { documents = [:] }
        return files.map { file in
            guard file.manifests.contains(where: { $0.inheritable?.parent != nil }) else { return file }
            return ParsedFile(
                manifests: file.manifests.map { complete($0) }, errors: file.errors, passedOver: file.passedOver)
        }
    }

    private mutating func findCycles() {
        var parents: [ObjectIdentity: [ObjectIdentity]] = [:]
        for (identity, document) in first {
            parents[identity] = document.inheritable?.parent.map { [identity.named($0.name)] } ?? []
        }
        for cycle in DependencyCycles.find(parents) {
            for (index, identity) in cycle.enumerated() {
                let path = cycle[index...] + cycle[..<index] + [identity]
                cycles[identity] = path.map(\.name).joined(separator: " → ")
            }
        }
    }

    private mutating func complete(_ document: ParsedDocument) -> ParsedDocument {
        guard let text = document.inheritable, let parent = text.parent, let identity = document.identity,
            !document.hasErrors
        else { return document }
        if first[identity] === document, let known = completed[identity] { return known }
        let result: ParsedDocument
        switch chain(of: document, parent, identity) {
        case .chain(let chain):
            let merged = weight > Self.weightLimit ? nil : known(chain) ?? merge(chain, identity)
            used.documents[chain] = merged
            weight += merged?.weight ?? 0
            result =
                weight <= Self.weightLimit
                ? merged?.document ?? document
                : document.broken(
                    "the Environments of this commit take over more than \(Self.weightLimit) values from others",
                    at: parent.place)
        case .broken(let message): result = document.broken(message, at: parent.place)
        }
        if first[identity] === document { completed[identity] = result }
        return result
    }

    private enum Lineage {
        case chain(Chain)
        case broken(String)
    }

    /// What an Environment is made of, up to one that stands alone.
    private mutating func chain(
        of document: ParsedDocument, _ parent: ParentName, _ identity: ObjectIdentity
    ) -> Lineage {
        if let path = cycles[identity] { return .broken("these Environments extend each other: \(path)") }
        let above = identity.named(parent.name)
        guard let direct = first[above] else {
            let names = first.keys.filter { $0.namespace == identity.namespace && $0 != identity }.map(\.name).sorted()
            let space = identity.namespace == ObjectIdentity.defaultNamespace ? "" : " in \(identity.namespace)"
            return .broken("there is no Environment `\(parent.name)`\(space)\(Wording.hint(parent.name, among: names))")
        }
        if repeated.contains(above) {
            return .broken("\(above) is declared more than once, so nobody knows which one is meant")
        }
        var documents = [document]
        var next: ParsedDocument? = direct
        // What is wrong further up is found when the parent is completed.
        while let ancestor = next {
            documents.append(ancestor)
            guard documents.count <= Self.depthLimit else {
                return .broken("more than \(Self.depthLimit) Environments stand behind one another")
            }
            let isLoose = ancestor.identity.map { cycles[$0] != nil } ?? true
            next = isLoose ? nil : ancestor.inheritable?.parent.flatMap { first[identity.named($0.name)] }
        }
        if let problem = complete(direct).diagnostics.first(where: { $0.severity == .error }) {
            return .broken("\(above), which it extends, has an error (\(problem.location)): mend that first")
        }
        return .chain(Chain(documents: documents))
    }

    private func known(_ chain: Chain) -> Merged? { cache.documents[chain] ?? used.documents[chain] }

    /// The manifest as it was written.
    private mutating func node(of text: InheritableText) -> YAMLNode? {
        let known = documents[text.file.path] ?? YAMLParser.parse(text.file.contents).documents
        documents[text.file.path] = known
        return known.indices.contains(text.index) ? known[text.index] : nil
    }

    private mutating func merge(_ chain: Chain, _ identity: ObjectIdentity) -> Merged {
        let texts = chain.documents.compactMap(\.inheritable)
        var nodes: [YAMLNode] = []
        for (index, text) in texts.enumerated() {
            if let node = node(of: text) { nodes.append(node.inFile(index)) }
        }
        guard let document = chain.documents.first, nodes.count == chain.documents.count, let oldest = nodes.last,
            let text = texts.first
        else { return Merged(document: chain.documents[0], weight: 0) }
        let taken = nodes.dropFirst().reduce(0) { $0 + $1.count(upTo: Self.weightLimit + 1) }
        guard taken <= Self.weightLimit else { return Merged(document: document, weight: taken) }
        let root = nodes.dropLast().reversed().reduce(oldest) { NodeMerge.document($1, over: $0) }
        let others = texts.dropFirst().map { text in
            Validator.Origin(file: text.file.path) { SourceText(text.file.contents) }
        }
        var validator = Validator(file: text.file.path, rootName: identity.kind.rawValue, taking: others) {
            SourceText(text.file.contents)
        }
        let object = ManifestReader.validated(
            root, kind: identity.kind, identity: identity, defaults: defaults, &validator)
        // What ancestors say of themselves is told once, with them.
        let told = Set(
            chain.documents.dropFirst().flatMap { ancestor in
                (completedOrSelf(ancestor).diagnostics).map { Told($0) }
            })
        let merged = ParsedDocument(
            identity: identity, place: document.place, object: object,
            diagnostics: validator.diagnostics.filter { !told.contains(Told($0)) }.map { $0.belonging(to: identity) },
            findings: object == nil ? Findings() : validator.findings, inheritable: text)
        return Merged(document: merged, weight: taken)
    }

    private func completedOrSelf(_ document: ParsedDocument) -> ParsedDocument {
        document.identity.flatMap { completed[$0] } ?? document
    }

    private struct Told: Hashable {
        let location: SourceLocation
        let message: String

        init(_ diagnostic: Diagnostic) {
            location = diagnostic.location
            message = diagnostic.message
        }
    }
}

extension ParsedDocument {
    var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    /// The same manifest with an error, so that it declares nothing that can be used.
    fileprivate func broken(_ message: String, at place: Place) -> ParsedDocument {
        let error = Diagnostic(message: message, location: place.location, length: place.length, object: identity)
        return ParsedDocument(
            identity: identity, place: self.place, object: nil, diagnostics: diagnostics + [error],
            findings: Findings(), inheritable: inheritable)
    }
}

extension ObjectIdentity {
    /// Another object of the same kind and namespace.
    func named(_ name: String) -> ObjectIdentity { ObjectIdentity(kind: kind, namespace: namespace, name: name) }
}
