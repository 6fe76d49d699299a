import Model
import TestLanguage

/// What must hold of what is seen, and what is kept of it: of a test, or of one step.
struct Claims {
    let expect: Expectation
    let assert: [Assertion]
    let capture: [String: Capture]

    init(expect: Expectation = Expectation(), assert: [Assertion] = [], capture: [String: Capture] = [:]) {
        self.expect = expect
        self.assert = assert
        self.capture = capture
    }

    init(_ settings: TestSettings) {
        self.init(expect: settings.expect, assert: settings.assert, capture: settings.capture)
    }

    init(_ step: TestStep) {
        self.init(expect: step.expect ?? Expectation(), assert: step.assert ?? [], capture: step.capture ?? [:])
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
