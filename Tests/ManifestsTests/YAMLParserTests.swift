import Foundation
import Testing

@testable import Manifests

struct YAMLParserTests {
    private func parse(_ text: String, limits: YAMLLimits = YAMLLimits()) -> YAMLFile {
        YAMLParser.parse(Data(text.utf8), limits: limits)
    }

    private func error(_ text: String, limits: YAMLLimits = YAMLLimits()) throws -> YAMLError {
        try #require(parse(text, limits: limits).errors.first)
    }

    @Test func everyNodeHasItsPlace() throws {
        let root = try #require(parse("é: [a, \"b\\n\"]\nlist:\n  - x: |\n      text\n").documents.first)
        #expect(root["é"]?.items.map(\.start) == [YAMLMark(line: 1, column: 5), YAMLMark(line: 1, column: 8)])
        #expect(root["é"]?.items.map(\.length) == [1, 5])
        let literal = try #require(root["list"]?.items.first?["x"])
        #expect(literal.start == YAMLMark(line: 3, column: 8))
        #expect(literal.string == "text\n")
        #expect(literal.length == 1)
        #expect(literal.entries.isEmpty && root.items.isEmpty && root.keyText == nil && root.string == nil)
    }

    @Test(arguments: ["", "\n\n", "# only a comment\n", "\u{FEFF}", "\u{FEFF}# c\n", "---\n...\n"])
    func filesWithoutContentHoldNothing(text: String) {
        let file = parse(text)
        #expect(file.errors.isEmpty)
        #expect(file.documents.allSatisfy { $0.keyText == "" })
    }

    @Test func byteOrderMarksAndLineEndsOfWindows() throws {
        let file = parse("\u{FEFF}a: 1\r\nb:\r\n  - x\r\n---\r\nc: 2\r\n")
        #expect(file.errors.isEmpty)
        #expect(file.documents.count == 2)
        #expect(file.documents[0].member("a")?.key.start == YAMLMark(line: 1, column: 1))
        #expect(file.documents[0]["b"]?.items.first?.start == YAMLMark(line: 3, column: 5))
        #expect(file.documents[1]["c"]?.start == YAMLMark(line: 5, column: 4))
    }

    @Test func severalDocuments() {
        let file = parse("a: 1\n---\nb: 2\n...\n---\n--- c\n")
        #expect(file.documents.count == 4)
        #expect(file.documents[3].string == "c")
    }

    @Test func anErrorSparesTheOtherDocuments() {
        let file = parse("a: 1\n---\nb: [\n---\nc: 3\n--- d: e: f\n---\ng: 4\n--- x\n----\n")
        #expect(file.documents.map { $0.entries.first?.key.keyText } == ["a", "c", "g", nil])
        #expect(file.errors.map(\.mark.line) == [4, 6])
        #expect(file.errors.allSatisfy { $0.message.hasPrefix("not valid YAML: ") })
        #expect(file.documents[1]["c"]?.start == YAMLMark(line: 5, column: 4))
        #expect("\(file.errors[1])".hasPrefix("6:"))
    }

    @Test func errorsWithoutEndAreCut() {
        let file = parse(String(repeating: "--- a: b: c\n", count: 1_000))
        #expect(file.errors.count == 20)
        #expect(file.documents.isEmpty)
    }

    @Test func tabsAreNamed() throws {
        #expect(try error("a:\n\t- x\n").message == "not valid YAML: a tab can't indent, use spaces")
        #expect(try error("a: @x\n").message.contains("cannot start any token"))
    }

    @Test(
        arguments: [
            ([0x61, 0x3A, 0x20, 0xFF, 0x0A], 1, 4), ([0x61, 0x0A, 0xC3, 0xA9, 0xC3, 0x28], 2, 3),
            ([0x61, 0x3A, 0x20, 0x00], 1, 4), ([0xFF, 0xFE, 0x61, 0x00], 1, 1), ([0x78, 0x1B, 0x5D], 1, 2),
        ] as [([UInt8], Int, Int)])
    func otherBytesAreRefused(bytes: [UInt8], line: Int, column: Int) throws {
        let error = try #require(YAMLParser.parse(Data(bytes)).errors.first)
        #expect(error.message.hasPrefix("not a text in UTF-8: "))
        #expect(error.mark == YAMLMark(line: line, column: column))
    }

    // Anchors and bombs.

    @Test func aliasesStandForTheirNode() throws {
        let file = parse("a: &x { b: 1 }\nc: *x\nd: [*x, *x]\ne: &x 2\nf: *x\n")
        let root = try #require(file.documents.first)
        #expect(root["c"] == root["a"])
        #expect(root["d"]?.items.count == 2)
        #expect(root["f"]?.keyText == "2")
    }

    @Test(arguments: [
        ("a: *x\n", "`*x` names nothing: there is no `&x` before it", 1, 4),
        ("&a [*a]\n", "`*a` stands inside what `&a` names, so it would never end", 1, 5),
        ("&a { ? *a : b }\n", "`*a` stands inside what `&a` names, so it would never end", 1, 8),
        ("a: &x 1\n---\nb: *x\n", "`*x` names nothing: there is no `&x` before it", 3, 4),
    ])
    func brokenAliases(text: String, message: String, line: Int, column: Int) throws {
        let error = try error(text)
        #expect(error.message == message)
        #expect(error.mark == YAMLMark(line: line, column: column))
    }

    @Test func anAliasBombIsStopped() throws {
        var nineByNine = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
        for level in 1...9 {
            let items = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ",")
            nineByNine += "a\(level): &a\(level) [\(items)]\n"
        }
        #expect(try error(nineByNine).message == "the document has more than 100000 nodes, aliases followed")
        var doubling = "a0: &a0 x\n"
        for level in 1...60 { doubling += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        #expect(try error(doubling).message == "the document has more than 100000 nodes, aliases followed")
    }

    @Test func aLongChainOfAliasesIsTooDeep() throws {
        var chain = "a0: &a0 []\n"
        for level in 1...20_000 { chain += "a\(level): &a\(level) [*a\(level - 1)]\n" }
        #expect(try error(chain).message == "nested deeper than 100 levels")
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["[", "{a: ", "- ", "? ", "&a [", "!t {x: ", "[\"\", "])
    func deepNestingIsStoppedEarly(unit: String) throws {
        let text = String(repeating: unit, count: 100_000 / unit.utf8.count * 4)
        #expect(try error(text).message == "nested deeper than 100 levels")
    }

    @Test func oneHundredLevelsAreFine() {
        let text = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
        #expect(parse(text).errors.isEmpty)
        #expect(parse("[\(text)]").errors.first?.message == "nested deeper than 100 levels")
        let nested = String(repeating: "[", count: 49) + "x" + String(repeating: "]", count: 49)
        let wrap = (String(repeating: "[", count: 50), String(repeating: "]", count: 50))
        #expect(parse("a: &x \(nested)\nb: \(wrap.0)*x\(wrap.1)\n").errors.isEmpty)
        #expect(parse("a: &x \(nested)\nb: [\(wrap.0)*x\(wrap.1)]\n").errors.count == 1)
    }

    @Test func documentsAndBytesAreBounded() throws {
        let many = String(repeating: "---\na: 1\n", count: 100_000)
        let file = parse(many)
        #expect(file.documents.count == 10_000)
        #expect(file.errors.map(\.message) == ["more than 10000 documents in one file: split it"])
        let broken = parse("--- a\n--- b\n--- c: d: e\n--- f\n", limits: YAMLLimits(documents: 2))
        #expect(broken.documents.count == 2)
        let large = "a: \"" + String(repeating: "x", count: 1 << 20) + "\"\n"
        #expect(try error(large).message.contains("at most 1048576 are read: split it"))
        let fits = "a: \"" + String(repeating: "x", count: (1 << 20) - 6) + "\"\n"
        #expect(parse(fits).documents.first?["a"]?.keyText?.count == (1 << 20) - 6)
    }

    @Test(
        "Whatever ends the lines, a broken document is told at its line and spares the next",
        arguments: ["\n", "\r", "\r\n", "\u{85}", "\u{2028}", "\u{2029}"])
    func everyLineBreak(end: String) {
        let lines = ["# one", "a: 1", "---", "b: [", "---", "c: 1", "---", "d: \"", "---", "e: 1", ""]
        let file = parse(lines.joined(separator: end))
        #expect(file.documents.compactMap { $0["a"] ?? $0["c"] ?? $0["e"] }.count == 3)
        #expect(file.documents.map(\.start.line) == [2, 6, 10])
        #expect(file.errors.map(\.mark.line) == [5, 9], "\(file.errors)")
    }

    @Test func plainNodesAreBoundedToo() throws {
        let text = "[" + String(repeating: "a,", count: 100_001) + "]"
        #expect(try error(text).message == "the document has more than 100000 nodes, aliases followed")
    }

    @Test func randomBytesNeverCrash() {
        var generator = SystemRandomNumberGenerator()
        let alphabet = Array("a: -[]{}&*!|>'\"%@`#,?\n\t\u{FEFF}é0.~<".utf8)
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 1...60, using: &generator)).compactMap { _ in alphabet.randomElement() }
            let file = YAMLParser.parse(Data(bytes))
            let lines = bytes.count { $0 == 0x0A } + 2
            #expect(file.errors.allSatisfy { (1...lines).contains($0.mark.line) && $0.mark.column >= 1 })
        }
    }
}
