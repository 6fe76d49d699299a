/// Functions that other tools have in templates, each time with a new value; a suite has a fixed one in their place.
enum TemplateFunction {
    static func value(_ expression: String) -> String? {
        switch expression.split(separator: " ").first {
        case "newUuid"?, "$guid"?, "$randomUUID"?: "7b1c9b2e-5d0f-4c55-9a53-3f8f0c1d2e4a"
        case "newDate"?, "$isoTimestamp"?: "2026-01-01T00:00:00Z"
        case "$timestamp"?: "1767225600"
        case "$randomInt"?: "42"
        case let word?: word.hasPrefix("$random") ? "text" : nil
        case nil: nil
        }
    }

    /// What to say of it; nil for a variable.
    static func note(_ expression: String) -> String? {
        if let value = value(expression) {
            return "`{{\(expression)}}` is always `\(value)` now: a manifest makes no new values"
        }
        guard expression.contains(" ") else { return nil }
        return "`{{\(expression)}}` is a parameter now, whose value the suite says"
    }
}
