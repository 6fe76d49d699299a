import Foundation
import Model
import Reports
import Testing

struct TextTests {
    @Test func paintsOnlyWhenAsked() {
        #expect(Style.plain.paint("ok", .good) == "ok")
        #expect(Style(isColoured: true).paint("ok", .good) == "\u{1B}[32mok\u{1B}[0m")
        #expect(Style(isColoured: true).paint("ok", .plain) == "ok")
        #expect(Style(isColoured: true).paint("", .good) == "")
    }

    @Test(arguments: [
        ("plain ascii", "plain ascii"), ("Zoë – 日本 👩‍💻", "Zoë – 日本 👩‍💻"), ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("\u{1B}[31mred\u{7}", "\\u{1b}[31mred\\u{7}"), ("\u{9B}2J", "\\u{9b}2J"), ("a\u{7F}", "a\\u{7f}"),
        ("evil\u{202E}txt", "evil\\u{202e}txt"), ("line\u{2028}next", "line\\u{2028}next"),
        ("\r\n", "\\r\\n"), ("tag\u{E0041}", "tag\\u{e0041}"),
    ])
    func nothingFromOutsideActsOnTheTerminal(text: String, safe: String) {
        #expect(TerminalText.safe(text) == safe)
    }

    @Test func longTextIsCutByCells() {
        #expect(TerminalText.safe("abcdef", limit: 6) == "abcdef")
        #expect(TerminalText.safe("abcdefg", limit: 6) == "abcde…")
        #expect(TerminalText.safe("日本語日本語", limit: 6) == "日本…")
        #expect(TerminalText.safe("\u{1B}\u{1B}\u{1B}", limit: 6) == "\\u{1b…")
        #expect(TerminalText.safe("", limit: 0) == "")
    }

    @Test(arguments: [
        ("abc", 3), ("日本", 4), ("e\u{301}", 1), ("👩‍💻", 2), ("✔", 1), ("❤\u{FE0F}", 2), ("\u{301}", 0), ("ｆ", 2),
    ])
    func widthsAreThoseOfTerminals(text: String, cells: Int) {
        #expect(TerminalText.width(text) == cells)
    }

    @Test func linesAreSafeOneByOne() {
        #expect(TerminalText.lines("a\r\nb\u{1B}\n\nc\n") == ["a", "b\\u{1b}", "", "c"])
        #expect(TerminalText.lines("") == [])
    }

    @Test(arguments: [
        (-3.0, "0 s"), (14.9, "14 s"), (119, "119 s"), (120, "2m"), (7_199, "119m"), (7_200, "2h"), (172_800, "2d"),
        (777_600, "9d"), (.infinity, "0 s"),
    ])
    func agesAreShort(seconds: Double, text: String) {
        #expect(Spans.age(seconds) == text)
    }

    @Test func agesOfMoments() {
        let now = Date(timeIntervalSince1970: 100)
        #expect(Spans.age(of: nil, at: now) == "–")
        #expect(Spans.age(of: Date(timeIntervalSince1970: 60), at: now) == "40 s")
    }

    @Test(arguments: [
        (41, "41 ms"), (9_249, "9.2 s"), (185_000, "3m 5s"), (7_800_000, "2h 10m"),
    ])
    func durationsAreShort(milliseconds: Int64, text: String) {
        #expect(Spans.took(.milliseconds(milliseconds)) == text)
    }

    @Test func columnsAreAligned() {
        var table = Table([.init("NAME"), .init("ID", wide: true), .init("STATUS")])
        table.add(["pool", "i-1", Table.Cell("ready", tone: .good)])
        table.add(["日本", "", "\u{1B}[2Jx"])
        table.add(["only"])
        #expect(table.text() == "NAME   STATUS\npool   ready\n日本   \\u{1b}[2Jx\nonly   –\n")
        #expect(
            table.text(wide: true, headers: false) == "pool   i-1   ready\n日本   –     \\u{1b}[2Jx\nonly   –     –\n")
        let coloured = table.text(style: Style(isColoured: true)).split(separator: "\n")
        #expect(coloured[0] == "\u{1B}[1mNAME\u{1B}[0m   \u{1B}[1mSTATUS\u{1B}[0m")
        #expect(coloured[1] == "pool   \u{1B}[32mready\u{1B}[0m")
    }

    @Test func tablesAreBounded() {
        var table = Table([.init("A")])
        table.add([Table.Cell(String(repeating: "x", count: 5_000))])
        #expect(table.text(headers: false).count == 101)
        #expect(table.text(wide: true, headers: false).count == 1_025)
        #expect(Table([.init("A")]).text(headers: false) == "")
    }
}
