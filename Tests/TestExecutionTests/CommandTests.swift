import Foundation
import Glibc
import Model
import TestExecution
import TestSupport
import Testing

struct CommandTests {
    @Test func passesByItsExitCodeAndKeepsWhatItPrinted() async throws {
        let result = try await Fixture.run(Fixture.sh("echo out; echo err >&2"))
        #expect(result.outcome == .passed)
        #expect(result.message == nil)
        #expect(result.output == CommandOutput(exitCode: 0, stdout: "out\n", stderr: "err\n", truncated: false))
    }
}
