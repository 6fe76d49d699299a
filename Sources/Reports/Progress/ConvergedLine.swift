package import Model

/// How work ended, in one line: `converged in 9.2 s   passed 15  failed 0  errored 0  flaky 1 (cart totals)`.
package enum ConvergedLine {
    /// - Parameters:
    ///   - what: How it ended, painted already: `converged in`.
    ///   - counts: Of the last run of each suite in each environment.
    ///   - flaky: Names of the flaky tests, where they are known.
    package static func text(
        _ what: String, took: TimeSpan, counts: OutcomeCounts, flaky: [String] = [], style: Style = .plain
    ) -> String {
        "\(what) \(Spans.took(took))   \(RunReport.counts(counts, flaky: flaky, style: style))"
    }

    /// For the line that stays when a controller has nothing left to do.
    ///
    /// - Parameter objects: All of them; those that are not as desired are counted.
    package static func settled(
        _ objects: [ObjectProgress], took: TimeSpan, counts: OutcomeCounts, flaky: [String] = [],
        style: Style = .plain
    ) -> String {
        let rest = objects.count { $0.standing != .ready }
        let what =
            rest == 0
            ? style.paint("✔", .good) + " converged in"
            : style.paint("✘", .bad) + " settled, \(rest) of \(counted(objects.count, "object")) not as desired, in"
        return text(what, took: took, counts: counts, flaky: flaky, style: style)
    }
}
