import Model

/// Where a command's outputs go while it runs.
struct LiveLog: Sendable {
    /// Knows every secret before the first byte is printed.
    let redactor: Redactor
    let sink: LogSink

    func output(of stream: LogChunk.Stream) -> LiveOutput {
        LiveOutput(stream: stream, redactor: redactor, sink: sink)
    }
}

/// One output on its way to the live log: masked first, then cut into lines.
struct LiveOutput: Sendable {
    private let stream: LogChunk.Stream
    private let sink: LogSink
    private var masker: StreamMasker
    private var cutter = LineCutter()
    private var isWanted = true

    init(stream: LogChunk.Stream, redactor: Redactor, sink: @escaping LogSink) {
        self.stream = stream
        self.sink = sink
        masker = StreamMasker(redactor)
    }

    mutating func append(_ bytes: some Collection<UInt8>) {
        guard isWanted else { return }
        tell(cutter.lines(adding: masker.mask(bytes)))
    }

    /// The output has ended, or nobody waits for the rest of it.
    mutating func finish() {
        guard isWanted else { return }
        tell(cutter.lines(adding: masker.finish()))
        if let rest = cutter.finish() { tell([rest]) }
    }

    private mutating func tell(_ lines: [String]) {
        for line in lines where isWanted { isWanted = sink(stream, line) }
    }
}
