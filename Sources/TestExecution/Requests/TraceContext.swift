/// The identity of one attempt in distributed traces: a `traceparent` of version 00 (W3C Trace Context §3.2).
struct TraceContext {
    /// 16 bytes in lower-case hex.
    let traceID: String
    /// 8 bytes in lower-case hex.
    let spanID: String

    init() {
        var generator = SystemRandomNumberGenerator()
        self.init(using: &generator)
    }

    init(using generator: inout some RandomNumberGenerator) {
        traceID = Self.hex(&generator) + Self.hex(&generator)
        spanID = Self.hex(&generator)
    }

    private init(traceID: String, spanID: String) {
        self.traceID = traceID
        self.spanID = spanID
    }

    /// Another request of the same trace.
    var next: TraceContext {
        var generator = SystemRandomNumberGenerator()
        return TraceContext(traceID: traceID, spanID: Self.hex(&generator))
    }

    /// Flag 01: sampled.
    var header: String { "00-\(traceID)-\(spanID)-01" }

    /// Never zero, which the specification forbids.
    private static func hex(_ generator: inout some RandomNumberGenerator) -> String {
        let digits = String(generator.next() | 1, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
