import ArgumentParser
import Model

/// A kind by any of its names.
struct KindArgument {
    let kind: Kind

    init(_ text: String) throws {
        guard let kind = Kind.named(text) else {
            throw ValidationError("there is no kind `\(text)`: \(Kind.hint(for: text))")
        }
        self.kind = kind
    }
}
