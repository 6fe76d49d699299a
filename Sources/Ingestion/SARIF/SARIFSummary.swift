/// What a report of a scanner says beside its findings.
package struct SARIFSummary: Hashable, Sendable {
    /// By scanner, in the order of the report; one may have run more than once.
    package internal(set) var tools: [String] = []
    package internal(set) var findings = 0
    /// Findings that somebody has accepted (SARIF 2.1.0 §3.27.23), and those that are gone since the baseline.
    package internal(set) var passedOver = 0
    /// Why a scanner did not come to its end, a sentence for each that says so: its findings may not be all.
    package internal(set) var incomplete: [String] = []
}
