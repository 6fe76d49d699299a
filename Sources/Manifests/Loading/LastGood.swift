import Model

/// The versions of objects that can stay in force while their newest manifests can't be used.
///
/// Looked through only when something is broken, since most commits break nothing.
struct LastGood {
    /// What was kept before, so that what is derived from it can be kept by its identity.
    typealias Cache = [ObjectIdentity: ParsedDocument]

    private let set: DesiredSet?
    private let cache: Cache
    /// What is kept now.
    private(set) var kept: Cache = [:]
    private lazy var objects = byIdentity(set?.objects ?? [], \.identity)
    private lazy var broken = byIdentity(set?.broken ?? [], \.object)
    private lazy var suites = Dictionary(grouping: set?.suites ?? [], by: \.key.suite)

    init(_ set: DesiredSet?, cache: Cache = [:]) {
        self.set = set
        self.cache = cache
    }

    /// Keeps the last good version of an object; nil when there is none.
    mutating func keep(_ identity: ObjectIdentity) -> ParsedDocument? {
        guard let object = objects[identity] else { return nil }
        let document = cache[identity].flatMap { $0.object == object ? $0 : nil } ?? ParsedDocument(kept: object)
        kept[identity] = document
        return document
    }

    func isKept(_ document: ParsedDocument) -> Bool { document.identity.flatMap { kept[$0] } === document }

    /// The commit that a kept version is from: not the last one, if that broke it already.
    mutating func revision(of identity: ObjectIdentity) -> Revision? {
        guard kept[identity] != nil else { return nil }
        return broken[identity].map(\.lastGood) ?? set?.revision
    }

    mutating func resolved(_ suite: ObjectIdentity) -> [ResolvedSuite] { suites[suite] ?? [] }

    /// Each object with the files it may stand in: where its version in force was declared, and where its newest one
    /// was found broken.
    mutating func places() -> [(identity: ObjectIdentity, files: [String])] {
        let broken = broken
        return (set?.objects ?? []).map { object in
            (
                object.identity,
                [object.location.file] + (broken[object.identity].map { [$0.problem.location.file] } ?? [])
            )
        }
    }

    private func byIdentity<Value>(_ values: [Value], _ identity: (Value) -> ObjectIdentity) -> [ObjectIdentity: Value]
    {
        Dictionary(values.map { (identity($0), $0) }) { first, _ in first }
    }
}

extension ParsedDocument {
    /// Stands for the manifest that an object was made of, with nothing left to check.
    fileprivate convenience init(kept object: DeclaredObject) {
        self.init(
            identity: object.identity, place: Place(location: object.location, length: 1), object: object,
            diagnostics: [], findings: Findings())
    }
}
