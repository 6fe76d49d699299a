import Foundation

/// 500 REST checks (a status and one JSONPath) against nginx on loopback, whole processes: `rondo test run` beside Python's
/// requests with jsonpath-ng, and beside Hurl.
struct RestChecks: Benchmark {
    static let name = "rest_checks"
    static let summary = "500 REST checks against nginx, run without a controller"
    static let lines = [
        "rest_cpu_per_check", "rest_cpu_over_requests", "rest_requests_cpu_per_check", "rest_cpu_over_hurl",
        "rest_hurl_cpu_per_check", "rest_wall", "rest_rss", "rest_start_wall", "rest_start_cpu",
    ]

    private static let checks = 500

    let options: BenchmarkOptions

    func run() async throws -> [Figure] {
        guard let rondo = options.rondo else { throw BenchmarkFailure("rest_checks needs --rondo") }
        let server = try StaticWebServer()
        let folder = try ScratchFolder()
        for index in 0..<Self.checks { try write(Self.document(index), to: server.folder, "\(index).json") }
        try write(Self.suite(server.base, 0..<Self.checks), to: folder.url, "many/suite.yaml")
        try write(Self.suite(server.base, 0..<1), to: folder.url, "one/suite.yaml")
        for name in ["many", "one"] { try write(Self.environment, to: folder.url, "\(name)/environment.yaml") }
        try write(Self.python, to: folder.url, "checks.py")
        try write(Self.hurl(server.base), to: folder.url, "checks.hurl")

        let path = folder.url.path(percentEncoded: false)
        let hurl = options.withPeers ? Self.hurlProgram : nil
        var (own, requests, overRequests) = (Samples(), Samples(), Samples())
        var (hurls, overHurl, wall, startWall, startCPU) = (Samples(), Samples(), Samples(), Samples(), Samples())
        var memory = 0.0
        for _ in 0..<options.runs {
            let peer = try WholeProcess([Self.peerPython, "\(path)/checks.py", server.base, "\(Self.checks)"])
            let many = try WholeProcess([rondo, "test", "run", "\(path)/many/suite.yaml"])
            let one = try WholeProcess([rondo, "test", "run", "\(path)/one/suite.yaml"])
            own.add(many.cpu)
            wall.add(many.wall)
            requests.add(peer.cpu)
            overRequests.add(many.cpu / peer.cpu)
            startWall.add(one.wall)
            startCPU.add(one.cpu)
            memory = max(memory, many.memory)
            guard let hurl else { continue }
            let other = try WholeProcess([hurl, "--test", "--jobs", "1", "\(path)/checks.hurl"])
            hurls.add(other.cpu)
            overHurl.add(many.cpu / other.cpu)
        }
        let each = 1_000 / Double(Self.checks)
        var figures = [
            Figure("rest_cpu_per_check", own.median * each, "ms"),
            Figure("rest_cpu_over_requests", overRequests.median, "ratio"),
            Figure("rest_requests_cpu_per_check", requests.median * each, "ms"),
        ]
        if hurl != nil {
            figures += [
                Figure("rest_cpu_over_hurl", overHurl.median, "ratio"),
                Figure("rest_hurl_cpu_per_check", hurls.median * each, "ms"),
            ]
        }
        return figures + [
            Figure("rest_wall", wall.median * 1_000, "ms"), Figure("rest_rss", memory, "MiB"),
            Figure("rest_start_wall", startWall.median * 1_000, "ms"),
            Figure("rest_start_cpu", startCPU.median * 1_000, "ms"),
        ]
    }

    private func write(_ text: String, to folder: URL, _ name: String) throws {
        let file = folder.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    // MARK: The same checks for each

    private static func document(_ index: Int) -> String {
        let item = #"{"id":"item-\#(index)","name":"n","price":\#(Double(index) * 1.5),"tags":["a","b"]}"#
        let items = Array(repeating: item, count: 5).joined(separator: ",")
        return #"{"id":\#(index),"items":[\#(items)],"page":1}"#
    }

    private static let environment = """
        apiVersion: rondo.dev/v1
        kind: Environment
        metadata: { name: bench }
        spec: { type: dev }

        """

    private static func suite(_ base: String, _ checks: Range<Int>) -> String {
        """
        apiVersion: rondo.dev/v1
        kind: TestSuite
        metadata: { name: checks }
        spec:
          environments: [bench]
          tests:

        """
            + checks.map {
                """
                    - name: get \($0)
                      rest: { url: "\(base)/\($0).json" }
                      expect: { status: 200 }
                      assert: ['json $.items[0].id == "item-\($0)"']

                """
            }.joined()
    }

    private static func hurl(_ base: String) -> String {
        (0..<checks).map {
            """
            GET \(base)/\($0).json
            HTTP 200
            [Asserts]
            jsonpath "$.items[0].id" == "item-\($0)"

            """
        }.joined(separator: "\n")
    }

    private static let python = """
        import sys, requests
        from jsonpath_ng import parse
        base, count = sys.argv[1], int(sys.argv[2])
        session = requests.Session()
        path = parse("$.items[0].id")
        for index in range(count):
            answer = session.get("%s/%d.json" % (base, index))
            assert answer.status_code == 200
            assert path.find(answer.json())[0].value == "item-%d" % index

        """

    // MARK: The peers, as scripts/bootstrap --bench and scripts/fetch-hurl install them

    private static var peerPython: String {
        let environment = ProcessInfo.processInfo.environment
        let cache = environment["XDG_CACHE_HOME"] ?? "\(environment["HOME"] ?? "")/.cache"
        return "\(cache)/rondo-bench/python/bin/python3"
    }

    /// As scripts/bench finds it; nil where there is none.
    private static var hurlProgram: String? {
        ProcessInfo.processInfo.environment["RONDO_HURL"].flatMap { $0.isEmpty ? nil : $0 }
    }
}
