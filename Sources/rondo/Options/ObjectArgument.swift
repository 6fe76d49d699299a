import ArgumentParser
import Model

/// An object on the command line, by any name of its kind: `suite/checkout`, `CloudResource/shop/pool`.
enum ObjectArgument {
    static func identity(_ text: String, namespace: String?) throws -> ObjectIdentity {
        guard case .object(let identity) = try Subject(text, namespace: namespace) else {
            throw ValidationError("`\(text)` is no object of git: write KIND/NAME, for example env/dev.")
        }
        return identity
    }
}
