import ArgumentParser
import Model

/// What one command is about, as people name it: `suite/checkout`, `TestSuite/shop/checkout`, `run/r-…`, `source/default`.
enum Subject: Sendable {
    case object(ObjectIdentity)
    case run(RunID)
    case source(String)
    case worker(String)

    /// - Parameter namespace: of an object whose name does not say it; nil is `default`.
    init(_ text: String, namespace: String?) throws {
        guard text.contains("/") else {
            guard text.hasPrefix("r-") else {
                throw ValidationError("`\(text)` names nothing: write KIND/NAME, for example suite/\(text).")
            }
            self = .run(RunID(rawValue: text))
            return
        }
        let resource = try ResourceName(text)
        guard let name = resource.name, !name.isEmpty else {
            throw ValidationError("`\(text)` names nothing: write KIND/NAME.")
        }
        switch resource.thing {
        case .runs: self = .run(RunID(rawValue: name))
        case .sources: self = .source(name)
        case .workers: self = .worker(name)
        case .environments, .resources, .suites, .rules, .caches:
            guard let identity = resource.identity(namespace: namespace) else {
                throw ValidationError("`\(text)` is not KIND/NAME or KIND/NAMESPACE/NAME.")
            }
            self = .object(identity)
        }
    }
}

extension ResourceName {
    /// The object that is named; nil for what is no object and for a shape that names none.
    ///
    /// - Parameter namespace: counts unless the name brings its own, as names are printed outside of `default`.
    func identity(namespace: String?) -> ObjectIdentity? {
        guard let kind = thing.kind, let name else { return nil }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard !parts.contains(""), parts.count <= 2 else { return nil }
        return parts.count == 2
            ? ObjectIdentity(kind: kind, namespace: parts[0], name: parts[1])
            : ObjectIdentity(kind: kind, namespace: namespace ?? ObjectIdentity.defaultNamespace, name: parts[0])
    }
}
