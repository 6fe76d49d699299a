import Foundation

/// A `testsuite` of which the end tag has not come, and what its cases inherit.
struct OpenSuite {
    let depth: Int
    /// Its name after those around it; suites without a name are left out.
    let path: [String]
    let file: String?
    let startedAt: Date?

    init(_ attributes: XMLAttributes, in outer: OpenSuite?, depth: Int, limits: ReportLimits) {
        self.depth = depth
        var path = outer?.path ?? []
        var file = outer?.file
        var startedAt = outer?.startedAt
        for (name, value) in attributes {
            switch JUnitAttribute(name) {
            case .name:
                let name = CutText.string(value, limit: limits.name)
                if !name.isEmpty { path.append(name) }
            case .file: file = CutText.string(value, limit: limits.name).nonEmpty ?? file
            case .timestamp: startedAt = ReportedMoment.read(CutText.string(value, limit: limits.name)) ?? startedAt
            default: break
            }
        }
        self.path = path
        self.file = file
        self.startedAt = startedAt
    }
}
