import Model

/// What the reports of a command say of its test, beside how the command ended.
///
/// Cases come from the reports. A case that failed or errored makes the test `failed`. An exit code that does not pass
/// without such a case is `errored`, as is a report that is missing or broken: then we can't tell.
enum ReportVerdict: Hashable, Sendable {
    /// How the command ended, as far as it is to be judged.
    enum Ending: Hashable, Sendable {
        case passed
        /// In words: `exit code 2`, `killed by signal 9 (killed)`.
        case notPassed(String)
    }

    case passed
    case skipped(String)
    case failed(String)
    case errored(String)

    init(_ collected: CollectedReports, ending: Ending) {
        let counts = collected.cases?.counts ?? OutcomeCounts()
        let failing = counts.failed + counts.errored + counts.timedOut
        let failures = failing + (collected.cases?.suiteFailures ?? 0)
        if let problem = collected.problems.first {
            self = .errored(
                Self.words(problem, others: collected.problems.count - 1, ending: ending, failing: failures))
        } else if collected.cases != nil, failures > 0 {
            self = .failed(Self.words(collected, failing: failing))
        } else if let cases = collected.cases {
            self = Self.ofGood(cases, ending: ending)
        } else {
            self = .passed
        }
    }

    /// Of reports in which nothing failed.
    private static func ofGood(_ tally: ReportTally, ending: Ending) -> ReportVerdict {
        let counts = tally.counts
        switch ending {
        case .notPassed(let words):
            return .errored(
                "\(words), but no case in its reports failed (\(counts.passed) passed, \(counts.skipped) skipped): "
                    + "the tool itself may have failed")
        case .passed where tally.cases == 0:
            return .errored("the reports hold no case: nothing was tested")
        case .passed where counts.passed == 0:
            return .skipped(
                counts.skipped == 1 ? "its only case was skipped" : "all \(counts.skipped) cases were skipped")
        case .passed: return .passed
        }
    }

    /// `2 of 20 cases failed: cart › total: assert 1 == 2; cart › tax (and 1 more)`
    private static func words(_ collected: CollectedReports, failing: Int) -> String {
        let all = collected.cases?.cases ?? 0
        let suites = collected.cases?.suiteFailures ?? 0
        var parts: [String] = []
        if failing > 0 { parts.append("\(failing) of \(all) case\(all == 1 ? "" : "s") failed") }
        if suites > 0 { parts.append("\(suites) failure\(suites == 1 ? "" : "s") outside of cases") }
        let named = collected.failing.map { event in
            [event.title, event.firstLine].compactMap { $0.map { Self.short($0) } }.joined(separator: ": ")
        }
        let others = failing + suites - named.count
        return parts.joined(separator: " and ") + ": " + named.joined(separator: "; ")
            + (others > 0 ? " (and \(others) more)" : "")
    }

    private static func words(_ problem: ReportProblem, others: Int, ending: Ending, failing: Int) -> String {
        var text = "\(problem)"
        if others > 0 { text += " (and \(others) more report\(others == 1 ? "" : "s") that can't be read)" }
        if failing > 0 { text += "; of what could be read \(failing) failed" }
        if case .notPassed(let words) = ending { text = "\(words), and \(text)" }
        return text
    }

    private static func short(_ text: String) -> String { text.count <= 160 ? text : text.prefix(159) + "…" }
}
