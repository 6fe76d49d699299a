import Foundation
import Model

extension JSONBytes {
    /// One case on one line, its keys sorted; what is not known is left out.
    mutating func reported(_ ended: ReportedCase, from origin: CaseOrigin, moments: inout MomentText) {
        raw("{")
        attempt(of: origin)
        if !ended.attempts.isEmpty {
            raw("\"attempts\":[")
            for (index, attempt) in ended.attempts.enumerated() {
                if index > 0 { raw(",") }
                self.attempt(attempt)
            }
            raw("],")
        }
        if let className = ended.className { field("\"className\":", className) }
        raw("\"failures\":[")
        for (index, failure) in ended.failures.enumerated() {
            if index > 0 { raw(",") }
            self.failure(failure)
        }
        raw("],")
        if ended.failuresLeftOut > 0 {
            raw("\"failuresLeftOut\":")
            number(ended.failuresLeftOut)
            raw(",")
        }
        if let file = ended.file { field("\"file\":", file) }
        raw("\"flaky\":")
        bool(ended.isFlaky)
        raw(",")
        if let line = ended.line {
            raw("\"line\":")
            number(line)
            raw(",")
        }
        field("\"name\":", ended.name)
        field("\"outcome\":", ended.outcome.rawValue)
        if let reason = ended.reason { field("\"reason\":", reason) }
        field("\"report\":", origin.report)
        if let seconds = ended.seconds {
            raw("\"seconds\":")
            number(seconds)
            raw(",")
        }
        if let startedAt = ended.startedAt { field("\"startedAt\":", moments.text(of: startedAt)) }
        if let status = ended.status { field("\"status\":", status) }
        raw("\"suites\":")
        strings(ended.suites)
        test(of: origin)
        raw("}")
    }

    /// The first field of what a test of a run reported.
    mutating func attempt(of origin: CaseOrigin) {
        guard let attempt = origin.attempt else { return }
        raw("\"attempt\":")
        number(attempt)
        raw(",")
    }

    /// The last field of what a test of a run reported.
    mutating func test(of origin: CaseOrigin) {
        guard let test = origin.test else { return }
        raw(",\"test\":")
        string(test)
    }

    mutating func failure(_ failure: ReportedFailure) {
        raw("{")
        if let message = failure.message { field("\"message\":", message) }
        raw("\"outcome\":")
        string(failure.outcome.rawValue)
        if let line = failure.reportLine {
            raw(",\"reportLine\":")
            number(line)
        }
        if let text = failure.text {
            raw(",\"text\":")
            string(text)
        }
        if let type = failure.type {
            raw(",\"type\":")
            string(type)
        }
        raw("}")
    }

    private mutating func attempt(_ attempt: ReportedAttempt) {
        raw("{")
        if let failure = attempt.failure {
            raw("\"failure\":")
            self.failure(failure)
            raw(",")
        }
        raw("\"outcome\":")
        string(attempt.outcome.rawValue)
        if let seconds = attempt.seconds {
            raw(",\"seconds\":")
            number(seconds)
        }
        raw("}")
    }

    /// With a comma after it.
    private mutating func field(_ key: StaticString, _ value: String) {
        raw(key)
        string(value)
        raw(",")
    }
}

/// Moments as documents write them; the last one is kept, since the cases of a suite often share theirs.
struct MomentText {
    private var last: (date: Date, text: String)?

    mutating func text(of date: Date) -> String {
        if let last, last.date == date { return last.text }
        let text = date.formatted(.iso8601)
        last = (date, text)
        return text
    }
}
