import Model
import Reports
import TestSupport
import Testing

/// Whatever names and messages hold, no line of the live view is wider than the terminal.
struct ProgressWidthTests {
    @Test(arguments: 0..<60)
    func noLineIsWiderThanTheTerminal(seed: Int) {
        var random = SeededNumbers(seed: seed)
        let width = Int.random(in: 1...90, using: &random)
        let height = Int.random(in: 1...12, using: &random)
        var snapshot = Shown.working
        snapshot.phase = [.working, .settled, .stopping, .ended].randomElement(using: &random) ?? .working
        snapshot.problem = Bool.random(using: &random) ? word(&random) : nil
        snapshot.objects = (0..<Int.random(in: 0...14, using: &random)).map { _ in
            ObjectProgress(
                identity: ObjectIdentity(
                    kind: Kind.allCases.randomElement(using: &random) ?? .testSuite, namespace: word(&random),
                    name: word(&random)),
                standing: ObjectProgress.Standing.allCases.randomElement(using: &random) ?? .ready,
                text: word(&random))
        }
        snapshot.objects.append(Shown.working.objects[2])
        let plain = ProgressFrame.lines(of: snapshot, width: width, height: height)
        let coloured = ProgressFrame.lines(
            of: snapshot, width: width, height: height, style: Style(isColoured: true))
        #expect(plain.count <= height)
        for lines in [plain, coloured] {
            for line in lines {
                var terminal = FakeTerminal(columns: width, rows: 3)
                terminal.feed(line)
                #expect(terminal.wraps == 0, "\(width): \(line)")
                #expect(terminal.unknown.isEmpty)
            }
        }
        for line in plain { #expect(TerminalText.width(line) <= width) }
    }

    private func word(_ random: inout SeededNumbers) -> String {
        let pieces = [
            "checkout", "a", "日本", "ｆ", "e\u{301}", "👩‍💻", "🇩🇪", "❤\u{FE0F}", "한글", "\u{1112}\u{1161}\u{11AB}",
            "\u{1B}[2J",
            "\n", "\t", "\u{202E}", "क्षि", "\u{301}\u{302}\u{303}", "👍🏽", "x\u{200D}y", "…", "█", "\u{0E33}", " ",
        ]
        return (0..<Int.random(in: 0...30, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
            .joined()
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers for the same seed everywhere.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: Int) { state = UInt64(bitPattern: Int64(seed)) &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
