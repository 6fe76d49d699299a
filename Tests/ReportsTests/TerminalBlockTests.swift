import Reports
import TestSupport
import Testing

struct TerminalBlockTests {
    @Test func linesScrollByAboveTheBlock() {
        var block = TerminalBlock()
        var terminal = FakeTerminal(columns: 20, rows: 10)
        terminal.feed(block.update(lasting: ["hello"], block: ["a 1", "b 1"], columns: 20))
        terminal.feed(block.update(lasting: ["news"], block: ["a 2"], columns: 20))
        #expect(terminal.text == ["hello", "news", "a 2"])
        terminal.feed(block.update(lasting: [], block: [], columns: 20))
        terminal.feed(block.update(lasting: ["bye"], block: [], columns: 20))
        #expect(terminal.text == ["hello", "news", "bye"])
    }

    @Test func nothingNewWritesNothing() {
        var block = TerminalBlock()
        #expect(block.update(lasting: [], block: ["a"], columns: 20) == "a\r\n")
        #expect(block.update(lasting: [], block: ["a"], columns: 20) == "")
        #expect(block.update(lasting: [], block: ["b"], columns: 20) == "\r\u{1B}[1A\u{1B}[Jb\r\n")
    }

    @Test func aBlockThatTheTerminalBrokeAnewIsErasedWhole() {
        var block = TerminalBlock()
        _ = block.update(
            lasting: [], block: [Style(isColoured: true).paint("0123456789", .bad), "", "ab"], columns: 20)
        #expect(block.update(lasting: [], block: ["x"], columns: 4).hasPrefix("\r\u{1B}[5A\u{1B}[J"))
    }

    @Test func aForgottenBlockStays() {
        var block = TerminalBlock()
        var terminal = FakeTerminal(columns: 20, rows: 10)
        terminal.feed(block.update(lasting: [], block: ["a"], columns: 20))
        terminal.feed("$ fg\r\n")
        block.forget()
        terminal.feed(block.update(lasting: [], block: ["a"], columns: 20))
        #expect(terminal.text == ["a", "$ fg", "a"])
    }

    @Test(arguments: 0..<40)
    func whateverHappensAllLinesAndOneBlockAreShown(seed: Int) {
        var random = SeededNumbers(seed: seed)
        let columns = Int.random(in: 8...40, using: &random)
        let rows = Int.random(in: 4...12, using: &random)
        var block = TerminalBlock()
        var terminal = FakeTerminal(columns: columns, rows: rows)
        var lasting: [String] = []
        var shown: [String] = []
        for step in 0..<30 {
            let news = (0..<Int.random(in: 0...2, using: &random)).map { "line \(step).\($0)" }
            shown = (0..<Int.random(in: 0...(rows - 1), using: &random)).map { row in
                String(
                    "row \(row) at \(step) ██████████████████████████".prefix(
                        Int.random(in: 7...columns, using: &random)))
            }
            lasting += news
            terminal.feed(block.update(lasting: news, block: shown, columns: columns))
            #expect(
                terminal.text.joined(separator: "\n")
                    == (lasting + shown).flatMap { rowsOf($0, columns) }
                    .joined(separator: "\n"))
            #expect(terminal.unknown.isEmpty)
        }
    }

    private func rowsOf(_ line: String, _ columns: Int) -> [String] {
        stride(from: 0, to: line.count, by: columns).map { start in
            let row = String(line.dropFirst(start).prefix(columns))
            return String(row.reversed().drop { $0 == " " }.reversed())
        }
    }
}
