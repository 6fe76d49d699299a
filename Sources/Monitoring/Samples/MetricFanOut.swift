package import Model

/// Hands samples to several sinks, one after another.
package struct MetricFanOut: MetricSink {
    private let sinks: [any MetricSink]

    package init(_ sinks: [any MetricSink]) { self.sinks = sinks }

    package func record(_ samples: [MetricSample]) async {
        for sink in sinks { await sink.record(samples) }
    }
}
