import Foundation

/// One program from its start to its end, its children included.
struct WholeProcess {
    /// User and system time, in seconds.
    let cpu: Double
    /// In seconds.
    let wall: Double
    /// The most memory that one process of it held, in MiB.
    let memory: Double

    /// Throws when it ends with another code than `exit`.
    init(_ arguments: [String], exit: Int = 0, environment: [String: String] = [:], in folder: URL? = nil) throws {
        let change = folder.map { "import os; os.chdir('\($0.path(percentEncoded: false))')\n" } ?? ""
        let figures = try Command("python3", ["-c", change + Self.meter] + arguments, environment: environment).run()
            .output.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard figures.count == 4, Int(figures[3]) == exit else {
            throw BenchmarkFailure(
                "`\(arguments.prefix(3).joined(separator: " "))` did not do what it should: \(figures)")
        }
        (cpu, wall, memory) = (figures[0], figures[1], figures[2] / 1_024)
    }

    private static let meter = """
        import resource, subprocess, sys, time
        start = time.monotonic()
        run = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wall = time.monotonic() - start
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(used.ru_utime + used.ru_stime, wall, used.ru_maxrss, run.returncode)
        """
}
