package import Model

/// Cases of reports as one JSON document with a line for each case; sums stand at its end, where they are known.
package struct CaseDocument: CaseWriter {
    /// At most so many suites that failed outside of a case are listed; all are counted.
    private static let suiteFailureLimit = 1_000

    private var json = JSONBytes()
    private var moments = MomentText()
    private var isFirst = true
    private var suiteFailures: [(report: String, failure: ReportedSuiteFailure)] = []

    package init() { json.raw("{\n  \"cases\" : [") }

    package var waiting: Int { json.bytes.count }

    package mutating func drain(_ body: (UnsafeRawBufferPointer) throws -> Void) rethrows {
        try json.bytes.withUnsafeBytes(body)
        json.removeAll()
    }

    package mutating func add(_ event: ReportEvent, report: String) {
        switch event {
        case .ended(let ended):
            startLine(isFirst)
            isFirst = false
            json.reported(ended, report: report, moments: &moments)
        case .suiteFailed(let failure):
            if suiteFailures.count < Self.suiteFailureLimit { suiteFailures.append((report, failure)) }
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
        json.raw("],\n  \"formatVersion\" : \"1\",\n  \"kind\" : \"TestResults\",\n  \"reports\" : [")
        list(summaries) { json, summary in
            json.raw("{\"format\":")
            json.string(summary.format)
            json.raw(",\"report\":")
            json.string(summary.report)
            json.raw(",\"summary\":")
            json.summary(summary.tally.counts)
            json.raw("}")
        }
        json.raw("],\n  \"suiteFailures\" : [")
        list(suiteFailures) { json, found in
            json.raw("{\"failure\":")
            json.failure(found.failure.failure)
            json.raw(",\"report\":")
            json.string(found.report)
            json.raw(",\"suites\":")
            json.strings(found.failure.suites)
            json.raw("}")
        }
        let tally = summaries.reduce(ReportTally()) { $0 + $1.tally }
        json.raw("],\n  \"summary\" : ")
        json.summary(tally.counts)
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
