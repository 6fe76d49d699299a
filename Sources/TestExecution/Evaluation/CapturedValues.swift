import Model

/// Values that a test hands to the tests that depend on it.
struct CapturedValues {
    private(set) var values: [String: JSONValue] = [:]
    /// Names among `values` that must be masked.
    private(set) var redacted: [String] = []
    /// Captures that found nothing; what was looked at may hold what another one masks.
    private(set) var missing: [(name: String, from: Extraction)] = []

    init() {}

    init(_ captures: [String: Capture], of evidence: Evidence, _ text: ValueText) {
        for (name, capture) in captures.sorted(by: { $0.key < $1.key }) {
            let subject = evidence.subject(of: capture.from, text)
            guard let value = Self.value(of: subject) else {
                missing.append((name, capture.from))
                continue
            }
            values[name] = value
            if capture.redact { redacted.append(name) }
        }
    }

    /// Adds others; of values of one name the other one stays.
    mutating func formUnion(_ other: CapturedValues) {
        values.merge(other.values) { $1 }
        redacted = Set(redacted).subtracting(other.values.keys).union(other.redacted).sorted()
    }

    /// Of elements the one that there is, else the list.
    private static func value(of subject: Subject) -> JSONValue? {
        switch subject {
        case .elements(let elements):
            elements.isEmpty ? nil : elements.count == 1 ? .string(elements[0]) : subject.asJSON
        case .fields(let fields): .string(fields.joined(separator: ", "))
        case .bytes(let bytes): String(validating: bytes, as: UTF8.self).map(JSONValue.string)
        case .value, .text, .nodes, .duration, .date: subject.asJSON
        case .cut, .missing, .invalid: nil
        }
    }
}
