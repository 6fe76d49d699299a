import Foundation
import Testing

@testable import rondo

struct TerminalSizeTests {
    @Test func withoutATerminalTheEnvironmentCounts() throws {
        let pipe = Pipe()
        let descriptor = pipe.fileHandleForWriting.fileDescriptor
        func size(_ environment: [String: String]) -> TerminalSize {
            TerminalSize.current(of: descriptor, environment: environment)
        }
        #expect(size([:]) == TerminalSize(columns: 80, rows: 24))
        #expect(size(["COLUMNS": "132", "LINES": "50"]) == TerminalSize(columns: 132, rows: 50))
        #expect(size(["COLUMNS": "-1", "LINES": "many"]) == TerminalSize(columns: 80, rows: 24))
    }

    @Test(arguments: [
        (ProgressChoice.auto, true, "xterm", ProgressForm.live), (.auto, true, "dumb", .lines),
        (.plain, true, "xterm", .lines), (.auto, false, "xterm", .log), (.plain, false, "xterm", .log),
    ])
    func theFormFollowsTheTerminal(choice: ProgressChoice, isTerminal: Bool, term: String, form: ProgressForm) {
        #expect(ProgressForm(choice, isTerminal: isTerminal, environment: ["TERM": term]) == form)
    }
}
