package import Model

/// What references may name at some time: a value for each root that is known then.
package struct Scope: Sendable {
    private let roots: [ReferenceRoot: JSONValue]

    package init(_ roots: [ReferenceRoot: JSONValue] = [:]) { self.roots = roots }

    /// This scope with one root set or replaced.
    package func with(_ root: ReferenceRoot, _ value: JSONValue) -> Scope {
        var roots = roots
        roots[root] = value
        return Scope(roots)
    }

    /// The value that a reference names. Errors carry the reference's span, the nearest name, and never a value.
    package func value(of reference: Reference) throws(LanguageError) -> JSONValue {
        guard var value = roots[reference.root] else {
            throw LanguageError("`\(reference)` can't be used here", span: reference.span)
        }
        var path = reference.root.rawValue
        for (index, step) in reference.steps.enumerated() {
            switch (step, value) {
            case (.name(let name), .object(let members)):
                guard let member = members[name] else {
                    let noun = index == 0 ? reference.root.noun : "name"
                    let hint = NearestName.nearest(to: name, among: members.keys).map {
                        "did you mean `\(path).\($0)`?"
                    }
                    throw LanguageError(
                        "unknown \(noun) `\(path).\(name)`: \(hint ?? Self.listing(members.keys, of: path))",
                        span: reference.span)
                }
                path += ".\(name)"
                value = member
            case (.index(let place), .array(let items)):
                guard items.indices.contains(place) else {
                    throw LanguageError(
                        "`\(path)[\(place)]` does not exist: `\(path)` has \(items.count) items", span: reference.span)
                }
                path += "[\(place)]"
                value = items[place]
            case (.name(let name), _):
                throw LanguageError(
                    "`\(path).\(name)` does not exist: `\(path)` is of type \(value.typeName)", span: reference.span)
            case (.index(let place), _):
                throw LanguageError(
                    "`\(path)[\(place)]` does not exist: `\(path)` is of type \(value.typeName)",
                    span: reference.span)
            }
        }
        return value
    }

    private static func listing(_ names: some Collection<String>, of path: String) -> String {
        guard !names.isEmpty else { return "there are none" }
        let shown = names.sorted().prefix(8).map { "`\(path).\($0)`" }.joined(separator: ", ")
        return "known are \(shown)\(names.count > 8 ? ", …" : "")"
    }
}

extension Scope: CustomStringConvertible, CustomReflectable {
    /// The roots alone: values may be secrets.
    package var description: String { "Scope(\(roots.keys.map(\.rawValue).sorted().joined(separator: ", ")))" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
