package import Model

/// Writes what reports tell, case by case, so that nothing has to be held.
package protocol CaseWriter {
    mutating func add(_ event: ReportEvent, from origin: CaseOrigin)

    /// All reports have been read, as far as they could be.
    mutating func end(_ summaries: [CaseSummary])

    /// Hands out what was written since the last time; the memory for it is used again.
    mutating func drain(_ body: (UnsafeRawBufferPointer) throws -> Void) rethrows

    /// How many bytes wait to be handed out.
    var waiting: Int { get }
}
