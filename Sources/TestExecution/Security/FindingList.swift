import Model

/// The findings of one attempt: all are counted, the worst are kept.
struct FindingList {
    static let limit = 500

    private(set) var kept: [SecurityFinding] = []
    private(set) var count = 0
    private let threshold: SecuritySpec.Severity
    /// Of those at or above the threshold.
    private(set) var failing = 0

    init(threshold: SecuritySpec.Severity) { self.threshold = threshold }

    mutating func add(_ finding: SecurityFinding) {
        count += 1
        if finding.severity >= threshold { failing += 1 }
        // Behind those that are as bad, so that they stay in the order in which they were found.
        var low = 0
        var high = kept.count
        while low < high {
            let middle = (low + high) / 2
            if kept[middle].severity >= finding.severity { low = middle + 1 } else { high = middle }
        }
        kept.insert(finding, at: low)
        if kept.count > Self.limit { kept.removeLast() }
    }

    /// One sentence; nil where nothing fails.
    var message: String? {
        guard failing > 0, let worst = kept.first else { return nil }
        let others = failing - 1
        let tail = others == 0 ? "" : " (and \(others) more at or above `\(threshold.rawValue)`)"
        return "\(worst.tool.map { "\($0) " } ?? "")\(worst.check), \(worst.severity.rawValue): \(worst.message)\(tail)"
    }
}
