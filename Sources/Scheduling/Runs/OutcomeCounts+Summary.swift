package import Model

extension OutcomeCounts {
    /// `passed 8  failed 0  errored 0  skipped 1  flaky 2  cached 3`; timed out counts as failed, cancelled as skipped,
    /// and what is flaky or cached is only told when something is.
    package var summary: String {
        let flakyPart = flaky > 0 ? "  flaky \(flaky)" : ""
        return "passed \(passed)  failed \(failed + timedOut)  errored \(errored)  skipped \(skipped + cancelled)"
            + flakyPart + (cached > 0 ? "  cached \(cached)" : "")
    }
}
