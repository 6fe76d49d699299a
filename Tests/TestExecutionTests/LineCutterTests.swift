import Testing

@testable import TestExecution

struct LineCutterTests {
    private func cut(_ parts: [String], limit: Int = 8) -> [String] {
        var cutter = LineCutter(limit: limit)
        return parts.flatMap { cutter.lines(adding: Array($0.utf8)) } + [cutter.finish()].compactMap(\.self)
    }

    @Test func linesComeWholeHoweverTheyArrive() {
        #expect(cut(["a\nb", "c\n\n", "d"]) == ["a\n", "bc\n", "\n", "d"])
        #expect(cut([]) == [])
        #expect(cut(["a\r\nb"]) == ["a\r\n", "b"])
    }

    @Test func aLineAtTheLimitStaysWhole() {
        #expect(cut(["12345678\n1"]) == ["12345678\n", "1"])
        #expect(cut(["12345678", "\n"]) == ["12345678\n"])
        #expect(cut(["12345678"]) == ["12345678"])
    }

    @Test func aLongerLineBecomesPieces() {
        #expect(cut(["123456789\n"]) == ["12345678", "9\n"])
        #expect(
            cut(["12345678", "9", "\n12345678", "12345678", "1"]) == ["12345678", "9\n", "12345678", "12345678", "1"])
    }

    @Test(arguments: 0..<8)
    func noCharacterIsTorn(_ offset: Int) {
        let line = String(repeating: "x", count: offset) + "é😀ü€😀é€"
        let pieces = cut([line])
        #expect(pieces.joined() == line)
        #expect(pieces.allSatisfy { !$0.contains("\u{FFFD}") && $0.utf8.count <= 9 })
    }

    @Test func bytesThatAreNoTextAreCutAllTheSame() {
        var cutter = LineCutter(limit: 8)
        let pieces = cutter.lines(adding: [UInt8](repeating: 0x80, count: 30))
        #expect(pieces.count == 3)
        #expect(pieces.allSatisfy { $0 == String(repeating: "\u{FFFD}", count: 8) })
    }
}
