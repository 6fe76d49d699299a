/// What a prune budget is kept for: an environment, or what of a namespace belongs to none.
package enum PruneScope: Hashable, Sendable {
    case environment(ObjectIdentity)
    case namespace(String)

    /// The budgets that an object is counted in: of every environment it belongs to, itself if it is one.
    package static func all(of object: DeclaredObject) -> [PruneScope] {
        let identity = object.identity
        let names: [String] =
            switch object.spec {
            case .environment: [identity.name]
            case .cloudResource(let spec): [spec.environment]
            case .testSuite(let spec): spec.environments
            case .alertRule(let spec): spec.environment.map { [$0] } ?? []
            case .cachePolicy(let spec): spec.environments
            }
        guard !names.isEmpty else { return [.namespace(identity.namespace)] }
        return Set(names).sorted().map {
            .environment(ObjectIdentity(kind: .environment, namespace: identity.namespace, name: $0))
        }
    }
}

extension PruneScope: CustomStringConvertible {
    package var description: String {
        switch self {
        case .environment(let identity): identity.description
        case .namespace(let name): "namespace \(name)"
        }
    }

    /// Reads what `description` writes; nil for anything else.
    package init?(_ text: String) {
        if text.hasPrefix("namespace ") {
            self = .namespace(String(text.dropFirst("namespace ".count)))
        } else if let identity = ObjectIdentity(text), identity.kind == .environment {
            self = .environment(identity)
        } else {
            return nil
        }
    }
}

extension PruneScope: Comparable {
    package static func < (left: PruneScope, right: PruneScope) -> Bool { left.description < right.description }
}

extension PruneScope: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let scope = PruneScope(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "`\(text)` is no prune budget")
        }
        self = scope
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
