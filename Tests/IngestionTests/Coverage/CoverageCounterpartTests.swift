import Foundation
import Ingestion
import Model
import TestSupport
import Testing

/// What tools of others write about how much of the code they covered, and what they say themselves.
struct CoverageCounterpartTests {
    private func run(_ program: URL, _ arguments: [String], in folder: TemporaryDirectory) throws -> String {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = folder.url
        process.environment = ProcessInfo.processInfo.environment.filter {
            !$0.key.hasPrefix("NODE_") && $0.key != "LLVM_PROFILE_FILE"
        }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self)
    }

    private func coverage(_ file: String, _ format: CoverageReport.Format, in folder: TemporaryDirectory) throws
        -> LineCoverage
    {
        var map = CoverageMap()
        try CoverageReader(ReportInput(path: folder.path(file)), format: format).read(into: &map)
        return map.total
    }

    /// coverage.py tells the same in two formats and in words.
    @Test("coverage.py: LCOV, Cobertura and its own report")
    func coveragePy() throws {
        guard CounterpartPython.isInstalled else {
            print("skipped: the counterparts from PyPI are not installed")
            return
        }
        let folder = try TemporaryDirectory()
        try folder.write("", to: "shop/__init__.py")
        try folder.write(
            """
            def total(items, tax=0):
                if tax:
                    return sum(items) * (1 + tax)
                return sum(items)


            def unused(a):
                for b in a:
                    print(b)
                return [
                    1,
                    2,
                ]

            """, to: "shop/cart.py")
        try folder.write("print(1)\nprint(2)\n", to: "shop/never.py")
        try folder.write("from shop.cart import total\nassert total([1, 2]) == 3\n", to: "main.py")
        let python = CounterpartPython.url
        _ = try run(python, ["-m", "coverage", "run", "--source=.", "main.py"], in: folder)
        _ = try run(python, ["-m", "coverage", "lcov", "-o", "out.lcov"], in: folder)
        _ = try run(python, ["-m", "coverage", "xml", "-o", "out.xml"], in: folder)
        let total = try run(python, ["-m", "coverage", "json", "-o", "-"], in: folder)
        let document = try JSONDecoder().decode(JSONValue.self, from: Data(total.utf8))
        let lines = try #require(document["totals"]?["num_statements"]?.double)
        let covered = try #require(document["totals"]?["covered_lines"]?.double)
        let said = LineCoverage(lines: Int(lines), covered: Int(covered))
        #expect(said.lines > 10 && said.covered > 3 && said.covered < said.lines, "\(said)")
        #expect(try coverage("out.lcov", .lcov, in: folder) == said)
        #expect(try coverage("out.xml", .cobertura, in: folder) == said)
        let report = try run(python, ["-m", "coverage", "report", "--precision=2", "--format=total"], in: folder)
        let rate = try #require(said.rate)
        #expect(report == String(format: "%.2f\n", rate * 100), "\(report)")
    }

    @Test("node's test runner: LCOV")
    func node() throws {
        let node = URL(filePath: "/usr/bin/node")
        guard FileManager.default.isExecutableFile(atPath: node.path(percentEncoded: false)) else {
            print("skipped: node is not installed")
            return
        }
        let folder = try TemporaryDirectory()
        try folder.write(
            """
            export function total(items) {
              if (items.length === 0) {
                return 0;
              }
              return items.reduce((a, b) => a + b);
            }
            export function unused() {
              return 1;
            }

            """, to: "cart.mjs")
        try folder.write(
            """
            import test from "node:test";
            import { total } from "./cart.mjs";
            test("total", () => { if (total([1, 2]) !== 3) throw new Error(); });

            """, to: "cart.test.mjs")
        let lcov = try run(
            node,
            ["--test", "--experimental-test-coverage", "--test-reporter=lcov", "cart.test.mjs"], in: folder)
        try folder.write(lcov, to: "out.lcov")
        let tap = try run(
            node, ["--test", "--experimental-test-coverage", "--test-reporter=tap", "cart.test.mjs"], in: folder)
        let found = try coverage("out.lcov", .lcov, in: folder)
        // `# all files | 71.43 | …`: lines, branches, functions, in percent.
        let row = try #require(
            tap.split(separator: "\n").first { $0.contains("all files") || $0.contains("all fil") }, "\(tap)")
        let said = try #require(
            row.split(separator: "|").dropFirst().first.flatMap { Double($0.trimmingCharacters(in: .whitespaces)) })
        let rate = try #require(found.rate)
        #expect(abs(rate * 100 - said) < 0.01, "\(found) \(row)")
    }
}
