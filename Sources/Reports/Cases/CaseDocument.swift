package import Model

/// Cases of reports as one JSON document with a line for each case; sums stand at its end, where they are known.
package struct CaseDocument: CaseWriter {
    /// At most so many suites that failed outside of a case are listed; all are counted.
    private static let suiteFailureLimit = 1_000

    private var json = JSONBytes()
    private var moments = MomentText()
    private var isFirst = true
    private var suiteFailures: [(origin: CaseOrigin, failure: ReportedSuiteFailure)] = []
    /// nil for reports that were named by hand.
    private let run: RunID?

    package init(run: RunID? = nil) {
        self.run = run
        json.raw("{\n  \"cases\" : [")
    }

    package var waiting: Int { json.bytes.count }

    package mutating func drain(_ body: (UnsafeRawBufferPointer) throws -> Void) rethrows {
        try json.bytes.withUnsafeBytes(body)
        json.removeAll()
    }

    package mutating func add(_ event: ReportEvent, from origin: CaseOrigin) {
        switch event {
        case .ended(let ended):
            startLine(isFirst)
            isFirst = false
            json.reported(ended, from: origin, moments: &moments)
        case .suiteFailed(let failure):
            if suiteFailures.count < Self.suiteFailureLimit { suiteFailures.append((origin, failure)) }
        }
    }

    package mutating func end(_ summaries: [CaseSummary]) {
        json.raw(isFirst ? "],\n  \"errors\" : [" : "\n  ],\n  \"errors\" : [")
        list(summaries.filter { $0.error != nil }) { json, summary in
            guard let error = summary.error else { return }
            json.raw("{")
            if let column = error.column {
                json.raw("\"column\":")
                json.number(column)
                json.raw(",")
            }
            if let line = error.line {
                json.raw("\"line\":")
                json.number(line)
                json.raw(",")
            }
            json.raw("\"message\":")
            json.string(error.message)
            json.raw(",\"report\":")
            json.string(summary.report)
            json.raw("}")
        }
        json.raw("],\n  \"formatVersion\" : \"1\",\n  \"kind\" : \"TestResults\",\n")
        if let run {
            json.raw("  \"run\" : ")
            json.string(run.rawValue)
            json.raw(",\n")
        } else {
            json.raw("  \"reports\" : [")
            list(summaries) { json, summary in
                json.raw("{\"format\":")
                json.string(summary.format ?? "")
                json.raw(",\"report\":")
                json.string(summary.report)
                json.raw(",\"summary\":")
                json.summary(summary.tally.counts)
                json.raw("}")
            }
            json.raw("],\n")
        }
        json.raw("  \"suiteFailures\" : [")
        list(suiteFailures) { json, found in
            json.raw("{")
            json.attempt(of: found.origin)
            json.raw("\"failure\":")
            json.failure(found.failure.failure)
            json.raw(",\"report\":")
            json.string(found.origin.report)
            json.raw(",\"suites\":")
            json.strings(found.failure.suites)
            json.test(of: found.origin)
            json.raw("}")
        }
        let tally = summaries.reduce(ReportTally()) { $0 + $1.tally }
        json.raw("],\n  \"summary\" : ")
        json.summary(tally.counts)
        if run != nil { tests(summaries) }
        json.raw(",\n  \"totals\" : {\"cases\":")
        json.number(tally.cases)
        json.raw(",\"flaky\":")
        json.number(tally.counts.flaky)
        json.raw(",\"seconds\":")
        json.number((tally.seconds * 1_000_000).rounded() / 1_000_000)
        json.raw(",\"suiteFailures\":")
        json.number(tally.suiteFailures)
        json.raw("}\n}\n")
    }

    private mutating func tests(_ summaries: [CaseSummary]) {
        json.raw(",\n  \"tests\" : [")
        list(summaries) { json, summary in
            json.raw("{\"attempt\":")
            json.number(summary.attempt ?? 1)
            json.raw(",\"notKept\":")
            json.number(summary.notKept)
            json.raw(",\"summary\":")
            json.summary(summary.tally.counts)
            json.raw(",\"test\":")
            json.string(summary.report)
            json.raw("}")
        }
        json.raw("]")
    }

    /// Each on a line of its own.
    private mutating func list<Item>(_ items: [Item], _ write: (inout JSONBytes, Item) -> Void) {
        for (index, item) in items.enumerated() {
            startLine(index == 0)
            write(&json, item)
        }
        if !items.isEmpty { json.raw("\n  ") }
    }

    private mutating func startLine(_ isFirst: Bool) { json.raw(isFirst ? "\n    " : ",\n    ") }
}

extension JSONBytes {
    fileprivate mutating func summary(_ counts: OutcomeCounts) {
        raw("{\"errored\":")
        number(counts.errored)
        raw(",\"failed\":")
        number(counts.failed + counts.timedOut)
        raw(",\"passed\":")
        number(counts.passed)
        raw(",\"skipped\":")
        number(counts.skipped + counts.cancelled)
        raw("}")
    }
}
