import Foundation
import Model
import TestSupport
import Testing

/// `rondo test run FILE`: no controller, no state, the same runs.
struct LocalRunTests {
    private let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
        try folder.write(ExampleManifests.environment, to: "environment.yaml")
    }

    private func rondo(
        _ arguments: String..., environment: [String: String] = [:]
    ) async throws -> (exit: Int32?, output: String, errors: String) {
        let process = try RondoProcess(
            ["test", "run"] + arguments,
            environment: ["XDG_STATE_HOME": folder.path("xdg")].merging(environment) { $1 }, outputIn: folder.url)
        let exit = await process.exitCode()
        return (exit, process.output, process.errors)
    }

    private func suite(_ tests: String, _ more: String = "") -> String {
        """
        apiVersion: rondo.dev/v1
        kind: TestSuite
        metadata: { name: smoke }
        spec:
          environments: [dev]
        \(more)
          tests:
        \(tests)
        """
    }

    /// Breaks when the run needs a state folder, or mocks are not served.
    @Test("A file is run with what stands around it, and nothing is left behind")
    func passes() async throws {
        try folder.write(ExampleManifests.suite(), to: "suites/smoke.yaml")
        try folder.write("{}", to: ".git/HEAD")
        let run = try await rondo(folder.path("suites/smoke.yaml"))
        #expect(run.exit == 0 && run.errors.isEmpty, "\(run)")
        let lines = run.output.split(separator: "\n").map(String.init)
        #expect(lines.count == 3, "\(run)")
        #expect(lines.contains { $0.hasPrefix("✔ smoke / health in dev   passed in ") && $0.hasSuffix(" ms") })
        #expect(lines.last?.contains("passed 2  failed 0  errored 0") == true)
        #expect(!FileManager.default.fileExists(atPath: folder.path("xdg")))
    }

    @Test("Failures exit 1 with what went wrong; --filter, --repeat and --bail choose what is run")
    func fails() async throws {
        try folder.write(
            suite(
                """
                    - name: order
                      labels: { team: shop }
                      rest: { service: shop, path: /health }
                      capture: { state: json $.status }
                    - name: pay
                      dependsOn: [order]
                      command: { run: [sh, -c, "echo ${{ captures.state }}; exit 3"] }
                    - name: browse
                      labels: { team: web }
                      command: { run: [sh, -c, "exit 0"] }
                """), to: "smoke.yaml")
        let all = try await rondo(folder.url.path())
        #expect(all.exit == 1, "\(all)")
        for part in ["✘ smoke / pay   failed in", "exited with 3", "│ ok", "passed 2  failed 1  errored 0"] {
            #expect(all.output.contains(part), "\(part) in \(all)")
        }
        let filtered = try await rondo(folder.path("smoke.yaml"), "--filter", "/PAY$/i")
        #expect(filtered.exit == 1 && filtered.output.contains("passed 1  failed 1"), "\(filtered)")
        let labelled = try await rondo(folder.path("smoke.yaml"), "--filter", "team=web", "--repeat", "3")
        #expect(labelled.exit == 0 && labelled.output.contains("local-3"), "\(labelled)")
        let bailed = try await rondo(folder.path("smoke.yaml"), "--bail", "--repeat", "3", "-o", "json")
        let list = try JSONDecoder().decode(JSONValue.self, from: Data(bailed.output.utf8))
        guard case .array(let items)? = list["items"] else { throw CocoaError(.coderReadCorrupt) }
        #expect(bailed.exit == 1 && items.count == 1 && list["kind"] == .string("RunList"))
        let none = try await rondo(folder.path("smoke.yaml"), "--filter", "nothing")
        #expect(none.exit == 2 && none.errors.contains("no test of smoke has `nothing`"), "\(none)")
    }

    /// Breaks when a variable that git names is read for a secret that was given otherwise, or a clear value is printed.
    @Test("Secrets come from the person's own variables, and only a controller opens the others")
    func secrets() async throws {
        try folder.write(
            ExampleManifests.environment
                + "  secrets: { pin: \"env:LOCAL_PIN\", key: \"store:key\" }\n", to: "environment.yaml")
        try folder.write(
            suite(
                """
                    - name: pin
                      env: { PIN: "${{ secrets.pin }}" }
                      command: { run: [sh, -c, "echo got $PIN; exit 1"] }
                    - name: key
                      env: { KEY: "${{ secrets.key }}" }
                      command: { run: [sh, -c, "test $KEY = open"] }
                """), to: "smoke.yaml")
        let missing = try await rondo(folder.path("smoke.yaml"))
        #expect(missing.exit == 2 && missing.errors.contains("secret `pin` is env:LOCAL_PIN, which is not set here"))
        #expect(missing.errors.contains("secret `key` is store:key, which only a controller can read"), "\(missing)")
        let one = try await rondo(
            folder.path("smoke.yaml"), "--filter", "pin", environment: ["LOCAL_PIN": "hunter22"])
        #expect(one.exit == 1 && one.output.contains("│ got ***") && !one.output.contains("hunter22"), "\(one)")
        let both = try await rondo(
            folder.path("smoke.yaml"), "--secret", "key=env:MY_KEY", "--filter", "/key/",
            environment: ["MY_KEY": "open"])
        #expect(both.exit == 0, "\(both)")
    }

    /// Breaks when files are not laid out, or at their path from the wrong folder.
    @Test("Files that a test names are in its scratch folder")
    func files() async throws {
        try folder.write("{}", to: ".git/HEAD")
        try folder.write("one,two\n", to: "suites/data/prices.csv")
        try folder.write(
            suite(
                """
                    - name: prices
                      files: ["data/*.csv"]
                      command: { run: [sh, -c, "cat data/prices.csv && ls"] }
                      assert: ['stdout contains "one,two"']
                """), to: "suites/smoke.yaml")
        let run = try await rondo(folder.path("suites/smoke.yaml"))
        #expect(run.exit == 0, "\(run)")
    }

    @Test("What can't be run is said, with what to do")
    func refusals() async throws {
        try folder.write(ExampleManifests.suite(), to: "smoke.yaml")
        try folder.write("kind: TestSuite\napiVersion: rondo.dev/v1\nspec: {}\n", to: "bad/bad.yaml")
        try folder.write(
            ExampleManifests.environment.replacing("name: dev", with: "name: prod")
                + "---\n" + ExampleManifests.suite("both").replacing("[dev]", with: "[dev, prod]"), to: "both.yaml")
        for (arguments, exit, words) in [
            (["none.yaml"], 2, "there is no file"), (["bad/bad.yaml"], 2, "metadata"),
            (["environment.yaml"], 2, "declares no TestSuite"),
            (["both.yaml"], 2, "say which, with --environment NAME"),
            (["smoke.yaml", "-e", "prod"], 2, "is not in prod"),
            (["smoke.yaml", "--detach"], 64, "--detach"), (["smoke.yaml", "--repeat", "0"], 64, "--repeat"),
            (["smoke.yaml", "--report", "pdf=x"], 64, "--report"),
        ] as [([String], Int32, String)] {
            let path = folder.path(arguments[0])
            let process = try RondoProcess(["test", "run", path] + arguments.dropFirst(), outputIn: folder.url)
            #expect(await process.exitCode() == exit, "\(arguments): \(process.output) \(process.errors)")
            #expect(process.errors.contains(words), "\(arguments): \(process.errors)")
        }
        let chosen = try await rondo(folder.path("both.yaml"), "-e", "prod")
        #expect(chosen.exit == 0 && chosen.output.contains("both in prod"), "\(chosen)")
        let process = try RondoProcess(["test", "run", "smoke", "--filter", "x"], outputIn: folder.url)
        #expect(await process.exitCode() == 64 && process.errors.contains("--filter is for runs without a controller"))
    }

    /// Breaks when a report is not written after a failure, or in a folder that is not there yet.
    @Test("Reports are written, each in its format")
    func reports() async throws {
        try folder.write(ExampleManifests.suite(command: "exit 3"), to: "smoke.yaml")
        let run = try await rondo(
            folder.path("smoke.yaml"), "--report", "junit=\(folder.path("out/r.xml"))", "--report",
            "tap=\(folder.path("r.tap"))", "--report", "html=\(folder.path("r.html"))", "--report",
            "json=\(folder.path("r.json"))")
        #expect(run.exit == 1, "\(run)")
        for (file, part) in [
            ("out/r.xml", "<failure type=\"failed\""), ("r.tap", "not ok 2 - smoke in dev / shell"),
            ("r.html", "1 of 2 tests failed"), ("r.json", "\"kind\" : \"RunList\""),
        ] {
            let text = try String(contentsOfFile: folder.path(file), encoding: .utf8)
            #expect(text.contains(part), "\(part) in \(text)")
        }
    }

    /// Breaks when a signal ends the process without the attempts, or the run without its exit code.
    @Test("ctrl-c ends what runs and exits 2")
    func stops() async throws {
        let mark = folder.path("started")
        try folder.write(ExampleManifests.suite(command: "echo $$ > \(mark); sleep 600"), to: "smoke.yaml")
        let process = try RondoProcess(["test", "run", folder.path("smoke.yaml")], outputIn: folder.url)
        let pid = { (try? String(contentsOfFile: mark, encoding: .utf8)).flatMap { pid_t($0.dropLast()) } }
        #expect(await eventually { pid() != nil })
        process.signal(SIGINT)
        #expect(await process.exitCode() == 2, "\(process.output) \(process.errors)")
        #expect(process.output.contains("cancelled"), "\(process.output)")
        let child = try #require(pid())
        #expect(await eventually { kill(child, 0) != 0 })
    }
}
