package import Model

/// Captured values on their way to a dependent test, and which of them must be masked.
package struct HandedCaptures: Hashable, Sendable {
    package private(set) var values: [String: JSONValue] = [:]
    private var redacted: Set<String> = []

    package init() {}

    /// Adds what a passed test captured; a name that is there already is replaced.
    package mutating func take(_ result: TaskResult) {
        for (name, value) in result.captures {
            values[name] = value
            if result.redacted.contains(name) { redacted.insert(name) } else { redacted.remove(name) }
        }
    }

    /// The texts of the masked values, as they could appear in what a worker reports.
    package var secrets: [Secret] {
        redacted.sorted().compactMap { name in
            guard let value = values[name] else { return nil }
            let text = value.string ?? value.description
            return text.isEmpty ? nil : Secret(text)
        }
    }
}
