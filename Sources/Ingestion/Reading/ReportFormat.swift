/// A format in which other tools report results.
package enum ReportFormat: String, Hashable, Sendable, CaseIterable {
    case junit
    case tap
}
