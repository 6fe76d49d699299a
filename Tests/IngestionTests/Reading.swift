import Foundation
import Ingestion
import Model

/// What a report told, and what ended it early.
struct Reading {
    var cases: [ReportedCase] = []
    var suiteFailures: [ReportedSuiteFailure] = []
    var tally = ReportTally()
    var error: IngestionError?

    init(_ reader: ReportReader) {
        var read = (cases: [ReportedCase](), suiteFailures: [ReportedSuiteFailure](), tally: ReportTally())
        do {
            try reader.read { event in
                read.tally.add(event)
                switch event {
                case .ended(let ended): read.cases.append(ended)
                case .suiteFailed(let failure): read.suiteFailures.append(failure)
                }
            }
        } catch {
            self.error = error as? IngestionError
        }
        (cases, suiteFailures, tally) = read
    }

    init(junit text: String, limits: ReportLimits = ReportLimits()) {
        self.init(ReportReader(ReportInput(name: "r.xml", bytes: text.utf8), format: .junit, limits: limits))
    }

    init(tap text: String, limits: ReportLimits = ReportLimits()) {
        self.init(ReportReader(ReportInput(name: "r.tap", bytes: text.utf8), format: .tap, limits: limits))
    }
}
