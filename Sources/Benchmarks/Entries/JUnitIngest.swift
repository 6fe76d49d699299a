import Foundation

/// What it takes to read a JUnit report of 100,000 cases with `rondo test results`, beside Python's expat callbacks, whole
/// processes both.
struct JUnitIngest: Benchmark {
    static let name = "junit_ingest"
    static let summary = "a JUnit report of 100,000 cases, read and counted"
    static let lines = [
        "junit_cpu", "junit_cpu_over_expat", "junit_expat_cpu", "junit_json_cpu", "junit_json_cpu_over_expat",
        "junit_rss",
    ]

    private static let cases = 100_000

    let options: BenchmarkOptions

    func run() async throws -> [Figure] {
        guard let rondo = options.rondo else { throw BenchmarkFailure("junit_ingest needs --rondo") }
        let folder = try ScratchFolder()
        let report = folder.url.appending(path: "report.xml")
        try Data(JUnitText.report(cases: Self.cases).utf8).write(to: report)
        let path = report.path(percentEncoded: false)
        var (table, json, expat, tableRatio, jsonRatio) = (Samples(), Samples(), Samples(), Samples(), Samples())
        var memory = 0.0
        for _ in 0..<options.runs {
            let peer = try WholeProcess(["python3", "-c", Self.peer, path])
            let own = try WholeProcess([rondo, "test", "results", "--junit", path], exit: 1)
            let document = try WholeProcess(
                [rondo, "test", "results", "--junit", path, "-o", "json"], exit: 1)
            expat.add(peer.cpu)
            table.add(own.cpu)
            json.add(document.cpu)
            tableRatio.add(own.cpu / peer.cpu)
            jsonRatio.add(document.cpu / peer.cpu)
            memory = max(memory, own.memory, document.memory)
        }
        return [
            Figure("junit_cpu", table.median * 1_000, "ms"),
            Figure("junit_cpu_over_expat", tableRatio.median, "ratio"),
            Figure("junit_expat_cpu", expat.median * 1_000, "ms"),
            Figure("junit_json_cpu", json.median * 1_000, "ms"),
            Figure("junit_json_cpu_over_expat", jsonRatio.median, "ratio"),
            Figure("junit_rss", memory, "MiB"),
        ]
    }

    /// Counts cases by outcome and adds up their times, which is less than what is made of them here.
    private static let peer = """
        import sys
        from xml.parsers import expat
        counts = {}
        seconds = 0.0
        case = None
        kinds = set()
        def start(name, attributes):
            global case, kinds
            if name == "testcase":
                case, kinds = attributes, set()
            elif case is not None:
                kinds.add(name)
        def end(name):
            global case, seconds
            if name == "testcase":
                state = next((kind for kind in ("error", "failure", "skipped") if kind in kinds), "passed")
                counts[state] = counts.get(state, 0) + 1
                seconds += float(case["time"])
                case = None
        parser = expat.ParserCreate()
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        with open(sys.argv[1], "rb") as file:
            parser.ParseFile(file)
        assert sum(counts.values()) == \(cases)
        """
}
