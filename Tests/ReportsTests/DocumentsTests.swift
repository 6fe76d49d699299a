import Foundation
import Model
import Reports
import Testing

struct DocumentsTests {
    private let value = JSONValue.object([
        "text": .string("plain words, and more"), "url": .string("http://127.0.0.1:80/x"), "no": .string("no"),
        "number": .string("012"), "empty": .string(""), "colon": .string("a: b"), "hash": .string("a # b"),
        "dash": .string("- a"), "end": .string("x:"), "space": .string("x "), "quote": .string("say \"hi\"\\\n\t"),
        "escape": .string("\u{1B}[2J\u{9B}\u{202E}\u{E0041}"), "unicode": .string("日本"), "null": .null,
        "true": .bool(true), "int": .integer(7), "float": .number(1.5), "huge": .number(1e30),
        "list": .array([
            .integer(1), .object(["a": .integer(1), "b": .array([.string("x")])]), .array([.null, .bool(false)]),
        ]),
        "none": .array([]), "nothing": .object([:]), "nested": .object(["deep": .object(["er": .string("~")])]),
        "time": .string("2026-11-21T10:00:00Z"), "1": .string("e5"), "date-like": .string("12:30"),
    ])

    @Test func yamlIsBlockStyleAndUnambiguous() throws { try expectGolden(Documents.yaml(value), "value.yaml") }

    @Test func jsonIsSortedAndSafe() throws {
        let json = try Documents.json(value)
        try expectGolden(json, "value.json")
        #expect(try JSONDecoder().decode(JSONValue.self, from: Data(json.utf8)) == value)
    }

    /// PyYAML reads YAML 1.1, in which more words mean something; what it gets back must be the same all the same.
    @Test func anotherReaderGetsTheSameValue() throws {
        guard let python = python(), try run(python, ["-c", "import yaml"], input: "") != nil else {
            print("skipped: python3 with PyYAML is not installed")
            return
        }
        let script = "import sys, yaml, json; print(json.dumps(yaml.safe_load(sys.stdin.buffer)))"
        let read = try #require(try run(python, ["-c", script], input: Documents.yaml(value)))
        #expect(try JSONDecoder().decode(JSONValue.self, from: Data(read.utf8)) == value)
    }

    @Test func scalarsAndOddNumbersStandAlone() throws {
        #expect(try Documents.yaml(JSONValue.array([])) == "[]\n")
        #expect(try Documents.yaml("x") == "x\n")
        #expect(try Documents.yaml(JSONValue.number(-2.5e-9)) == "-2.5e-09\n")
        #expect(try Documents.json(JSONValue.number(.nan)) == "\"nan\"\n")
    }

    private func python() -> String? {
        ["/usr/bin/python3", "/usr/local/bin/python3"].first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// What a program prints, nil when it fails.
    private func run(_ program: String, _ arguments: [String], input: String) throws -> String? {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let standardInput = Pipe()
        let output = Pipe()
        process.standardInput = standardInput
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        try standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try standardInput.fileHandleForWriting.close()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
    }
}
