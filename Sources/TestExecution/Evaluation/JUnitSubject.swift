import Ingestion
import Model

/// A JUnit report as assertions see it: its counts, and its cases where they are few enough to be held.
enum JUnitSubject {
    /// Of a report with more cases only the counts are there.
    static let caseLimit = 10_000

    static func subject(of bytes: [UInt8], at path: String) -> Subject {
        let summary = Summary()
        do {
            try ReportReader(ReportInput(name: path, bytes: bytes), format: .junit, limits: .kept).read {
                summary.add($0)
            }
        } catch {
            return .invalid("\(error)")
        }
        return .value(summary.value)
    }

    /// Belongs to one reading and never leaves its thread.
    private final class Summary {
        private var tally = ReportTally()
        private var cases: [JSONValue] = []

        func add(_ event: ReportEvent) {
            tally.add(event)
            guard case .ended(let ended) = event, cases.count <= caseLimit else { return }
            cases.append(ended.asJSON)
        }

        var value: JSONValue {
            let counts = tally.counts
            var members: [String: JSONValue] = [
                "tests": .integer(Int64(tally.cases)), "passed": .integer(Int64(counts.passed)),
                "failed": .integer(Int64(counts.failed)), "errored": .integer(Int64(counts.errored)),
                "skipped": .integer(Int64(counts.skipped)), "flaky": .integer(Int64(counts.flaky)),
                "suiteFailures": .integer(Int64(tally.suiteFailures)), "seconds": .number(tally.seconds),
            ]
            if cases.count <= caseLimit { members["cases"] = .array(cases) }
            return .object(members)
        }
    }
}

extension ReportedCase {
    fileprivate var asJSON: JSONValue {
        var members: [String: JSONValue] = [
            "name": .string(name), "outcome": .string(outcome.rawValue), "suites": .array(suites.map(JSONValue.string)),
            "flaky": .bool(isFlaky),
        ]
        members["className"] = className.map(JSONValue.string)
        members["file"] = file.map(JSONValue.string)
        members["seconds"] = seconds.map(JSONValue.number)
        members["message"] = (failures.first?.message ?? reason).map(JSONValue.string)
        return .object(members)
    }
}
