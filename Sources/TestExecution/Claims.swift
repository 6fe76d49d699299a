import Model
import TestLanguage

/// What must hold of what is seen, and what is kept of it: of a test, or of one step.
struct Claims {
    let expect: Expectation
    let assert: [Assertion]
    let capture: [String: Capture]
    /// For references of `expect` and `assert`, which may name what `capture` finds; nil when they are resolved.
    private let scope: Scope?

    init(
        expect: Expectation = Expectation(), assert: [Assertion] = [], capture: [String: Capture] = [:],
        scope: Scope? = nil
    ) {
        self.expect = expect
        self.assert = assert
        self.capture = capture
        self.scope = scope
    }

    init(_ settings: TestSettings, scope: Scope? = nil) {
        self.init(expect: settings.expect, assert: settings.assert, capture: settings.capture, scope: scope)
    }

    init(_ step: TestStep) {
        self.init(expect: step.expect ?? Expectation(), assert: step.assert ?? [], capture: step.capture ?? [:])
    }

    /// Whether nothing must hold.
    var isEmpty: Bool { expect.isEmpty && assert.isEmpty }

    /// With all references resolved.
    ///
    /// - Parameter found: what was captured just now.
    func settled(adding found: [String: JSONValue], to variables: [String: JSONValue]) throws -> Claims {
        guard let scope else { return self }
        let captures = variables.merging(found) { $1 }
        let resolver = TreeResolver([.run], scope: scope.with(.captures, .object(captures)))
        return Claims(
            expect: expect.isEmpty ? expect : try resolver.resolve(expect),
            assert: assert.isEmpty ? assert : try resolver.resolve(assert), capture: capture)
    }

    /// Whether anything asks about the connection's encryption.
    var askForTLSFacts: Bool {
        func isTLS(_ query: Query) -> Bool {
            switch query.word {
            case .cert, .tlsVersion: true
            default: false
            }
        }
        return assert.contains { isTLS($0.query) } || capture.values.contains { isTLS($0.from.query) }
    }
}
