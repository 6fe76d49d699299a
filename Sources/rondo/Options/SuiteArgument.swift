import ArgumentParser
import Model

/// The suite of `test run`: `checkout`, `suite/checkout`, `TestSuite/checkout`, `TestSuite/shop/checkout`.
enum SuiteArgument {
    static func identity(_ text: String, namespace: String?) throws -> ObjectIdentity {
        guard text.contains("/") else {
            return ObjectIdentity(
                kind: .testSuite, namespace: namespace ?? ObjectIdentity.defaultNamespace, name: text)
        }
        guard let identity = try ResourceName(text).identity(namespace: namespace), identity.kind == .testSuite else {
            throw ValidationError("`\(text)` is no suite: write its name, or suite/NAME.")
        }
        return identity
    }
}
