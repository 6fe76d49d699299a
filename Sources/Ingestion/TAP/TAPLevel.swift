import Model

/// A stream of test points: the report itself, or a subtest in it.
struct TAPLevel {
    /// The subtest's name; nil where none was told before it.
    let name: String?
    private(set) var planned: Int?
    private(set) var seen = 0
    /// Cases in it, and in subtests of it, that failed.
    var failures = 0
    /// A point that is not handed out yet, because its diagnostics may follow.
    var pending: PendingPoint?
    /// What a `# Subtest:` line announced for the points or the subtest that follow.
    var announced: String?
    /// The subtest that ended just now; the next point is its sum.
    var ended: EndedSubtest?

    struct PendingPoint {
        let point: TAPPoint
        let line: Int
        let subtest: EndedSubtest?
        var diagnostics: TAPDiagnostics
    }

    struct EndedSubtest {
        let cases: Int
        let failures: Int
        let planned: Int?

        /// Whether its plan holds, as far as it has one.
        var isWhole: Bool { planned.map { $0 == cases } ?? true }
    }

    init(name: String?) { self.name = name }

    mutating func addPoint() { seen += 1 }

    /// false for a second plan.
    mutating func setPlan(_ count: Int) -> Bool {
        guard planned == nil else { return false }
        planned = count
        return true
    }
}
