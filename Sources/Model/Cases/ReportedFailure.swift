/// What a report says of something that went wrong.
package struct ReportedFailure: Hashable, Sendable, Codable {
    /// `failed` or `errored`.
    package var outcome: Outcome
    /// The tool's name for it, often an exception.
    package var type: String?
    package var message: String?
    /// The details, often a stack trace.
    package var text: String?
    /// The line of the report that tells of it.
    package var reportLine: Int?

    package init(
        outcome: Outcome, type: String? = nil, message: String? = nil, text: String? = nil, reportLine: Int? = nil
    ) {
        self.outcome = outcome
        self.type = type
        self.message = message
        self.text = text
        self.reportLine = reportLine
    }
}
