import Foundation
import Model
import TestSupport
import Testing

@testable import TestExecution

struct CSVReaderTests {
    private static let texts = [
        "", "a", "a\n", "a,b\n1,2", "a,b\r\n1,2\r\n", "a,b\r1,2\r", "\n\na,b\n\n1,2\n\n\n", "a,b\n1,\n,2\n,\n",
        "a,b\n\"1\",\"2\"\n", "a,b\n\"x,y\",\"l1\nl2\"\n", "a\n\"say \"\"hi\"\"\"\n", "a\n\"\"\n", "a\n\"\"\"\"\n",
        "a\n\"\"\"\"\"\"\n", "a,b\nx\"y,z\n", "a,b\n x , y \n", "a,b\n\"x\"y,z\n", "a,b\n\"open,z\n", "a\n\"x\" \n",
        "a,b\n\"1\r\n2\",\"\r\"\n", "ä,b\nü,☃\n", "a;b\n1;2\n", "a,b\n'1,2'\n", "a\n#x\n", "a\n\u{0}\n", ",\n,\n",
        "a,b\n1,2,3\n", "a,b\n1\n", "a\n\"x", "a\n\"", "\"", "a,\"b\nc\"\n1,2\n", "a\n\n\"\"\n", "a\n \n",
        "a,b,c\n,,\n",
    ]

    /// Python's `csv` in strict mode reads the same rows and refuses the same texts.
    ///
    /// Breaks when a line end, a doubled quote or text after a closing quote is taken otherwise.
    @Test func rowsAreThoseOfPython() throws {
        let script = """
            import csv, io, json, sys
            answers = []
            for text in json.load(sys.stdin):
                try:
                    answers.append([row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row])
                except csv.Error as error:
                    answers.append(None)
            json.dump(answers, sys.stdout)
            """
        var generator = SplitMix64(seed: 7)
        let random = (0..<400).map { _ in
            String(
                (0..<Int.random(in: 0...14, using: &generator)).map { _ in
                    "ab,,\"\"\n\r ".randomElement(using: &generator) ?? "a"
                })
        }
        let texts = Self.texts + random
        let answer = try Self.python(script, input: try JSONEncoder().encode(texts))
        let expected = try JSONDecoder().decode([[[String]]?].self, from: answer)
        for (text, rows) in zip(texts, expected) {
            let own: [[String]]? = try? {
                var reader = CSVReader(Array(text.utf8))
                var rows: [[String]] = []
                while let row = try reader.row() { rows.append(row) }
                return rows
            }()
            #expect(own == rows, "\(text.debugDescription)")
        }
    }

    @Test func theFirstRowNamesTheFields() throws {
        let bytes = Array("\u{FEFF}sku,price\r\nA1,2450\r\n\"B,2\",\"\"\r\n".utf8)
        #expect(
            try CSVReader.records(of: bytes, limit: 9) == [
                ["sku": "A1", "price": "2450"], ["sku": "B,2", "price": ""],
            ])
    }

    @Test(arguments: [
        ("a,b\n1\n", "line 2 has 1 field, and the first row names 2"),
        ("a\n\n1\n1,2\n", "line 4 has 2 fields, and the first row names 1"),
        ("a,a\n", "the first row names `a` twice"), ("a,\n", "a field has no name in the first row, which names them"),
        ("a\n\"x\"y\n", "line 2 has text after a closing quote: double a quote inside a field"),
        ("a\n\"l\n\"\n\"x\n", "the quote that opens in line 4 is not closed"),
        ("a\n1\n2\n3\n", "it has more than 2 rows: split it"),
    ])
    func whatIsNoTableIsToldWithItsLine(text: String, reason: String) {
        #expect(throws: CSVError.self) { try CSVReader.records(of: Array(text.utf8), limit: 2) }
        do {
            _ = try CSVReader.records(of: Array(text.utf8), limit: 2)
        } catch {
            #expect("\(error)" == reason)
        }
    }

    @Test func bytesThatAreNoTextAreRefused() {
        #expect(throws: CSVError.notUTF8(line: 2)) { try CSVReader.records(of: Array("a\n".utf8) + [0xFF], limit: 2) }
    }

    @Test func aFileIsReadByItsEnding() throws {
        #expect(try LoopItems.items(of: Array("[1,{\"a\":2}]".utf8), path: "x/d.JSON").count == 2)
        #expect(try LoopItems.items(of: Array("a\n1\n".utf8), path: "d.csv") == [.object(["a": .string("1")])])
        for (text, path) in [("{}", "d.json"), ("[", "d.json"), ("a\n", "d.txt"), ("a", "csv")] {
            #expect(throws: LoopItemsError.self) { try LoopItems.items(of: Array(text.utf8), path: path) }
        }
    }

    static func python(_ script: String, input: Data) throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = ["-c", script]
        let (stdin, stdout) = (Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        try process.run()
        let writer = Thread {
            try? stdin.fileHandleForWriting.write(contentsOf: input); try? stdin.fileHandleForWriting.close()
        }
        writer.start()
        let answer = try stdout.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return answer
    }
}
