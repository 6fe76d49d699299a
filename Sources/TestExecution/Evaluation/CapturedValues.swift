import Model

/// Values that a test hands to the tests that depend on it.
struct CapturedValues {
    private(set) var values: [String: JSONValue] = [:]
    /// Names among `values` that must be masked.
    private(set) var redacted: [String] = []
    /// Captures that found nothing, with what was looked at.
    private(set) var missing: [(name: String, query: Query, subject: Subject)] = []

    init() {}

    init(_ captures: [String: Capture], of evidence: Evidence, _ text: ValueText) {
        for (name, capture) in captures.sorted(by: { $0.key < $1.key }) {
            let subject = evidence.subject(of: capture.from, text)
            switch subject {
            case .value(let value): values[name] = value
            case .text(let text): values[name] = .string(text)
            case .duration(let duration): values[name] = .string(duration.rounded.description)
            case .cut, .missing: missing.append((name, capture.from, subject))
            }
            if capture.redact, values[name] != nil { redacted.append(name) }
        }
    }
}
