/// Something that is measured, beside its peer in the same run.
protocol Benchmark {
    static var name: String { get }
    /// What is measured, in one line.
    static var summary: String { get }
    /// The names of the lines it prints.
    static var lines: [String] { get }

    init(options: BenchmarkOptions)

    func run() async throws -> [Figure]
}

/// What one invocation asks for.
struct BenchmarkOptions {
    /// How many times each thing is measured.
    var runs = 5
    /// Also run peers that are other programs and take long.
    var withPeers = false
    /// The `rondo` executable, for what a child process does.
    var rondo: String?
    /// The lines that were asked for by name; empty for all of a benchmark.
    var lines: Set<String> = []

    func wants(_ line: String) -> Bool { lines.isEmpty || lines.contains(line) }
}

/// One line of output.
struct Figure: CustomStringConvertible {
    let name: String
    let value: Double
    let unit: String

    init(_ name: String, _ value: Double, _ unit: String) {
        self.name = name
        self.value = value
        self.unit = unit
    }

    var description: String {
        let digits = value >= 100 ? 1.0 : value >= 1 ? 100.0 : 10_000.0
        let shown = (value * digits).rounded() / digits
        return "\(name): \(shown == shown.rounded() && digits == 1 ? String(Int(shown)) : String(shown)) \(unit)"
    }
}

/// Why a benchmark has no figures: what it measured did not do what it should.
struct BenchmarkFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
