import Foundation
import Model
import TestLanguage

/// Every expectation and assertion of a test held against what was seen, and what it captures.
struct Evaluation {
    private(set) var failures: [AssertionFailure] = []
    let captures: CapturedValues
    /// The attempt's secrets, and what redacted captures found.
    let redactor: Redactor
    private let evidence: Evidence
    private let text: ValueText

    /// - Parameter exitCodes: those that pass, when no assertion speaks of the exit code.
    init(of evidence: Evidence, claims: Claims, redactor: Redactor, exitCodes: [Int]? = nil) {
        self.evidence = evidence
        var redactor = redactor
        // Also when the test fails: the token that a response holds must not be shown in its failures.
        captures = CapturedValues(claims.capture, of: evidence, ValueText(redactor: redactor))
        for name in captures.redacted {
            if let value = captures.values[name] { redactor.add(value) }
        }
        for refusal in captures.refused {
            if let secret = refusal.secret { redactor.add(secret) }
        }
        self.redactor = redactor
        text = ValueText(redactor: redactor)

        if let exitCodes { judge(exitCodes) }
        do {
            let settled = try claims.settled(adding: captures.values, to: evidence.variables)
            judge(settled.expect)
            for assertion in settled.assert { judge(assertion.settled) }
            judgeDefault(settled)
        } catch {
            judgeMissing()
            judgeRefused()
            if failures.isEmpty { fail("captures", expected: "what is asked for by name", actual: "\(error)") }
        }
        guard failures.isEmpty else { return }
        judgeMissing()
        judgeRefused()
    }

    private mutating func judgeRefused() {
        for refusal in captures.refused {
            fail(
                "capture \(refusal.name)", expected: "a value of \(refusal.from)",
                actual: "no value (\(refusal.reason))")
        }
    }

    private mutating func judgeMissing() {
        for (name, from) in captures.missing {
            let subject = evidence.subject(of: from, text)
            let actual: String =
                if case .cut = subject { "an output of which a part is missing" } else { text.text(of: subject) }
            fail("capture \(name)", expected: "a value of \(from)", actual: actual)
        }
    }

    /// A request of which nothing else is expected must at least not be answered with an error.
    private mutating func judgeDefault(_ claims: Claims) {
        guard claims.expect.isEmpty, claims.assert.isEmpty,
            case .value(let status) = evidence.subject(of: .status, text), let code = status.double, code >= 400
        else { return }
        fail("status", expected: "below 400", actual: "\(status)")
    }

    private mutating func judge(_ exitCodes: [Int]) {
        guard case .value(.integer(let code)) = evidence.subject(of: .exitCode, text), !exitCodes.contains(Int(code))
        else { return }
        fail("exitCode", expected: exitCodes.map(String.init).joined(separator: " or "), actual: "\(code)")
    }

    // MARK: The short form

    private mutating func judge(_ expect: Expectation) {
        if let status = expect.status {
            let subject = evidence.subject(of: .status, text)
            var isAccepted = false
            if case .value(.integer(let code)) = subject { isAccepted = status.accepts(Int(code)) }
            if !isAccepted { fail("status", expected: "\(status)", actual: text.text(of: subject)) }
        }
        for (name, value) in expect.headers.sorted(by: { $0.key < $1.key }) {
            let query = Query.header(name)
            let subject = evidence.subject(of: query, text)
            if case .fields(let fields) = subject,
                fields.contains(where: { $0.utf8.elementsEqual(value.utf8) })
                    || fields.joined(separator: ", ").utf8.elementsEqual(value.utf8)
            {
                continue
            }
            fail("\(query)", expected: text.text(of: .string(value)), actual: text.text(of: subject))
        }
        if let json = expect.json { judge(json: json) }
        if let body = expect.body { judge(body: body) }
        if let path = expect.schema { judge(schema: .file(path), evidence.json(text), query: "json $") }
        if let duration = expect.duration, !duration.accepts(evidence.duration) {
            fail("duration", expected: "\(duration)", actual: ValueText.text(of: evidence.duration))
        }
    }

    private mutating func judge(json expected: JSONValue) {
        let subject = evidence.json(text)
        guard case .value(let actual) = subject else {
            return fail("json $", expected: text.text(of: expected), actual: text.text(of: subject))
        }
        for difference in JSONSubset.differences(expected: expected, actual: actual) {
            fail(
                "json \(difference.path)", expected: describe(difference.expected), actual: describe(difference.actual))
        }
    }

    private mutating func judge(body expected: String) {
        let subject = evidence.subject(of: .body, text)
        guard case .text(let actual) = subject else {
            return fail("body", expected: text.text(of: .string(expected)), actual: text.text(of: subject))
        }
        guard !actual.utf8.elementsEqual(expected.utf8) else { return }
        let shown = text.texts(expected: expected, actual: actual)
        fail(
            "body", expected: shown.expected, actual: shown.actual,
            diff: text.difference(expected: .string(expected), actual: .string(actual)))
    }

    private func describe(_ side: JSONSubset.Side) -> String {
        switch side {
        case .value(let value): text.text(of: value)
        case .count(1): "1 item"
        case .count(let count): "\(count) items"
        case .missing: "no value"
        }
    }

    // MARK: The full form

    private mutating func judge(_ assertion: Assertion) {
        let extraction = assertion.extraction
        let subject = evidence.subject(of: extraction, text)
        var note = ""
        if case .missing = subject {
            if assertion.negated, assertion.predicate == .exists { return }
        } else {
            switch PredicateCheck.check(assertion.predicate, subject, files: evidence.files) {
            case .holds: if !assertion.negated { return }
            case .fails: if assertion.negated { return }
            case .undecided(let reason): note = " (\(reason))"
            }
        }
        if case .matchesSchema(let source) = assertion.predicate, !assertion.negated, note.isEmpty {
            return judge(schema: source, subject, query: "\(extraction)")
        }
        // Of what can't be read nobody knows whether it is there.
        let nothing = assertion.negated && assertion.predicate == .exists ? "unknown" : "no value"
        let actual = if case .invalid = subject { nothing + note } else { text.text(of: subject) + note }
        let diff = assertion.negated ? nil : difference(assertion.predicate, subject)
        fail("\(extraction)", expected: expectation(of: assertion, subject), actual: actual, diff: diff)
    }

    /// What follows the query in the normal form, without `==`, which "expected" says already.
    private func expectation(of assertion: Assertion, _ subject: Subject) -> String {
        switch (assertion.predicate, subject) {
        // Their values are no texts, though they are kept as such.
        case (.equal, .duration), (.equal, .date): break
        case (.equal(let value), _): if !assertion.negated { return text.text(of: value) }
        default: break
        }
        return text.cut(assertion.claim)
    }

    /// One failure for each part that the schema refuses.
    private mutating func judge(schema source: SchemaSource, _ subject: Subject, query: String) {
        switch SchemaCheck.violations(of: subject, source, evidence.files) {
        case .failure(let problem):
            fail(query, expected: "a value of its schema", actual: "\(text.text(of: subject)) (\(problem.reason))")
        case .success(let violations):
            for violation in violations {
                let place = violation.path.segments.isEmpty ? "" : " at \(violation.path)"
                fail(
                    query + place,
                    expected: "\(violation.expected) (schema \(violation.place.isEmpty ? "#" : violation.place))",
                    actual: text.text(of: violation.actual))
            }
        }
    }

    /// Of structures and of texts with several lines.
    private func difference(_ predicate: Model.Predicate, _ subject: Subject) -> String? {
        guard case .equal(let expected) = predicate, let actual = subject.asJSON else { return nil }
        return text.difference(expected: expected, actual: actual)
    }

    private mutating func fail(_ query: String, expected: String, actual: String, diff: String? = nil) {
        failures.append(AssertionFailure(query: query, expected: expected, actual: actual, diff: diff))
    }
}
