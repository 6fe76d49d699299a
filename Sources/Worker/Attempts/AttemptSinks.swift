package import Model

/// Where an attempt tells what it finds while it runs.
package struct AttemptSinks: Sendable {
    /// What it prints.
    package let log: LogSink
    /// What its reports tell.
    package let cases: CaseSink

    package init(log: @escaping LogSink, cases: @escaping CaseSink) {
        self.log = log
        self.cases = cases
    }
}
