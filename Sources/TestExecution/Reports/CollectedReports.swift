import Ingestion
import Model
import TestLanguage

/// What the reports of a command told, all of them together.
struct CollectedReports: Sendable {
    /// How many failing cases are named.
    static let namedLimit = 3

    /// nil where neither JUnit nor TAP is asked for.
    var cases: ReportTally?
    /// Cases and failures of suites that were told, and how many of them are kept.
    var told = 0
    var kept = 0
    /// The first failing ones, for the message of the test.
    var failing: [ReportEvent] = []
    /// nil where it is not asked for, or no report could be read.
    var coverage: LineCoverage?
    /// Of scanners, the worst of them; nil where none are asked for.
    var findings: [SecurityFinding]?
    /// What was promised and is not there, or can't be read to its end.
    var problems: [ReportProblem] = []

    /// The sums as a result has them.
    var attemptCases: AttemptCases? {
        cases.map { AttemptCases(counts: $0.counts, suiteFailures: $0.suiteFailures, leftOut: told - kept) }
    }
}

/// Why a report that a command promised tells nothing, or not all.
enum ReportProblem: Error, Hashable, Sendable, CustomStringConvertible {
    case badPattern(String, GlobError)
    /// Nothing matches; `passedOver` are links and the like that do.
    case missing(pattern: String, field: ReportField, passedOver: [String])
    case tooMany(limit: Int)
    case unreadable(path: String, reason: String)
    case malformed(IngestionError)
    /// A scanner that says itself that it did not come to its end.
    case incomplete(path: String, reason: String)

    var description: String {
        switch self {
        case .badPattern(let text, let error): "`\(text)` is no pattern of report files: \(error.reason)"
        case .missing(let pattern, let field, let passedOver):
            passedOver.isEmpty
                ? "no report: the command left no file that matches `\(pattern)` of \(field) in its working directory; "
                    + field.advice
                : "no report: `\(passedOver[0])` matches `\(pattern)`, but it is a link or no file, which is not read"
        case .tooMany(let limit):
            "more than \(limit) files match, which is more than is looked through: name them more closely"
        case .unreadable(let path, let reason): "the report `\(path)` can't be read: \(reason)"
        case .malformed(let error): "\(error)"
        case .incomplete(let path, let reason): "\(path): \(reason)"
        }
    }
}

/// A field of `reports`.
enum ReportField: Hashable, Sendable, CustomStringConvertible {
    case junit, tap, sarif
    case coverage(CoverageReport.Format)

    var description: String {
        switch self {
        case .junit: "`reports.junit`"
        case .tap: "`reports.tap`"
        case .sarif: "`reports.sarif`"
        case .coverage: "`reports.coverage`"
        }
    }

    /// What to do when there is none.
    fileprivate var advice: String {
        switch self {
        case .junit: "let `run` write one there, as `pytest --junitxml=PATH` does, or mend the pattern"
        case .tap:
            "let `run` write one there, as `node --test --test-reporter-destination=PATH` does, or mend the pattern"
        case .sarif: "let `run` write one there, or mend the pattern"
        case .coverage(.lcov): "let `run` write one there, as `coverage lcov -o PATH` does, or mend the pattern"
        case .coverage(.cobertura): "let `run` write one there, as `coverage xml -o PATH` does, or mend the pattern"
        }
    }
}

extension CommandReports {
    /// Each field that is given, with its patterns.
    var fields: [(field: ReportField, patterns: [String])] {
        var fields: [(ReportField, [String])] = []
        if let junit { fields.append((.junit, junit)) }
        if let tap { fields.append((.tap, tap)) }
        if let sarif { fields.append((.sarif, sarif)) }
        if let coverage { fields.append((.coverage(coverage.format), coverage.paths)) }
        return fields
    }

    /// Whether the test's verdict comes from cases.
    var haveCases: Bool { junit != nil || tap != nil }
}
