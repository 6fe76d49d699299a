import ArgumentParser
import Model

/// A duration on the command line, with a unit as in manifests.
struct SpanArgument: ExpressibleByArgument, Sendable {
    let span: TimeSpan

    init(_ span: TimeSpan) { self.span = span }

    init?(argument: String) {
        guard let span = TimeSpan(argument), span.milliseconds > 0 else { return nil }
        self.span = span
    }

    var defaultValueDescription: String { span.description }
    var duration: Duration { span.duration }
}
