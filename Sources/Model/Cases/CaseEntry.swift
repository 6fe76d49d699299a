/// What one of an attempt's reports tells, as it travels and is kept; secrets masked.
package struct CaseEntry: Hashable, Sendable, Codable {
    /// The report, by its path below the working directory.
    package let report: String
    package let event: ReportEvent

    package init(report: String, event: ReportEvent) {
        self.report = report
        self.event = event
    }
}

/// Some entries of an attempt, one after the other.
package struct CaseBatch: Hashable, Sendable, Codable {
    /// From 1 within its attempt, without gaps: sending one twice changes nothing.
    package let sequence: Int
    package let entries: [CaseEntry]

    package init(sequence: Int, entries: [CaseEntry]) {
        self.sequence = sequence
        self.entries = entries
    }
}

/// An entry with the attempt that reported it.
package struct StoredCase: Hashable, Sendable, Codable {
    /// Orders the entries of an attempt and resumes a reader.
    package let position: Int64
    package let task: String
    /// From 1.
    package let attempt: Int
    package let entry: CaseEntry

    package init(position: Int64, task: String, attempt: Int, entry: CaseEntry) {
        self.position = position
        self.task = task
        self.attempt = attempt
        self.entry = entry
    }
}
