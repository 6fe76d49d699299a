import Model

/// Values that a test hands to the tests that depend on it; bounded, since they travel with its result.
struct CapturedValues {
    /// The most bytes of one value, as JSON.
    static let valueLimit = 256 << 10
    /// The most bytes of all values of a test.
    static let limit = 1 << 20

    private(set) var values: [String: JSONValue] = [:]
    /// Names among `values` that must be masked.
    private(set) var redacted: [String] = []
    /// Captures that found nothing; what was looked at may hold what another one masks.
    private(set) var missing: [(name: String, from: Extraction)] = []
    /// Captures that found more than is kept.
    private(set) var refused: [Refusal] = []
    /// What may still be added, in bytes.
    private var left = Self.limit

    /// A capture that is too large, and why.
    struct Refusal {
        let name: String
        let from: Extraction
        let reason: String
        /// What it found, where that must be masked all the same.
        let secret: JSONValue?
    }

    init() {}

    init(_ captures: [String: Capture], of evidence: Evidence, _ text: ValueText) {
        for (name, capture) in captures.sorted(by: { $0.key < $1.key }) {
            let subject = evidence.subject(of: capture.from, text)
            guard let value = Self.value(of: subject) else {
                missing.append((name, capture.from))
                continue
            }
            if let reason = refusal(of: value) {
                refused.append(
                    Refusal(name: name, from: capture.from, reason: reason, secret: capture.redact ? value : nil))
                continue
            }
            values[name] = value
            if capture.redact { redacted.append(name) }
        }
    }

    /// nil where it still fits.
    private mutating func refusal(of value: JSONValue) -> String? {
        guard let size = value.jsonSize(atMost: Self.valueLimit) else {
            return "it is larger than 256Ki: capture a part of it"
        }
        guard size <= left else { return "the captures of the test are larger than 1Mi together: capture less" }
        left -= size
        return nil
    }

    /// Adds others; of values of one name the other one stays.
    mutating func formUnion(_ other: CapturedValues) {
        values.merge(other.values) { $1 }
        redacted = Set(redacted).subtracting(other.values.keys).union(other.redacted).sorted()
    }

    /// Takes away what does not fit into a test's result; the names of that.
    mutating func removeExcess() -> [String] {
        var left = Self.limit
        var removed: [String] = []
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            if let size = value.jsonSize(atMost: left) { left -= size } else { removed.append(name) }
        }
        for name in removed { values[name] = nil }
        redacted.removeAll(where: removed.contains)
        return removed
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
