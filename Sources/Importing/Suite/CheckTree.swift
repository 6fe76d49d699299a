import Model

/// Lays out what must hold of an answer.
enum CheckTree {
    static func entries(_ check: ImportedCheck) -> [ManifestEntry] {
        var expect: [ManifestEntry] = []
        if let status = check.statuses.first {
            expect.append(
                ManifestEntry("status", check.statuses.count == 1 ? value(status) : .list(check.statuses.map(value))))
        }
        if !check.headers.isEmpty { expect.append(ManifestEntry("headers", .texts(check.headers))) }
        if let body = check.body { expect.append(ManifestEntry("body", body)) }
        var entries: [ManifestEntry] = []
        if !expect.isEmpty { entries.append(ManifestEntry("expect", .mapping(expect))) }
        if !check.assertions.isEmpty { entries.append(ManifestEntry("assert", .texts(check.assertions))) }
        if !check.captures.isEmpty {
            entries.append(ManifestEntry("capture", .mapping(check.captures.map(capture))))
        }
        return entries
    }

    private static func value(_ status: String) -> ManifestNode {
        Int(status).map(ManifestNode.integer) ?? .text(status)
    }

    private static func capture(_ capture: ImportedCapture) -> ManifestEntry {
        guard capture.isRedacted else { return ManifestEntry(capture.name, capture.query) }
        return ManifestEntry(
            capture.name, .mapping([ManifestEntry("from", capture.query), ManifestEntry("redact", .flag(true))]))
    }
}
