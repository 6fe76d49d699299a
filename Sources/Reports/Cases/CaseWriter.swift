package import Model

/// Writes what reports tell, case by case, so that nothing has to be held.
package protocol CaseWriter {
    /// - Parameter report: as the report is called.
    mutating func add(_ event: ReportEvent, report: String)

    /// All reports have been read, as far as they could be.
    mutating func end(_ summaries: [CaseSummary])

    /// What has been written and not been taken yet.
    mutating func take() -> [UInt8]

    /// How many bytes wait to be taken.
    var waiting: Int { get }
}
