import Access
import Foundation
import Model
import TestSupport
import Testing

struct OperatorSecretReaderTests {
    @Test("Variables and files are read anew each time, without the last line break")
    func reads() async throws {
        let folder = try TemporaryDirectory()
        try folder.write("one\n", to: "secret")
        let file = OperatorSecret.file(folder.path("secret"))
        #expect(try await OperatorSecretReader.read(file).reveal() == "one")
        try folder.write("two\r\n", to: "secret")
        #expect(try await OperatorSecretReader.read(file).reveal() == "two")
        let variable = OperatorSecret.environmentVariable("TOKEN")
        #expect(try await OperatorSecretReader.read(variable) { $0 == "TOKEN" ? "abc" : nil }.reveal() == "abc")
    }

    @Test("What is missing, empty, no plain file or too large is told without its value")
    func refuses() async throws {
        let folder = try TemporaryDirectory()
        try folder.write("", to: "empty")
        try folder.write(String(repeating: "x", count: 1_048_577), to: "large")
        for name in ["missing", "empty", "large", "."] {
            let error = await #expect(throws: OperatorSecretError.self) {
                try await OperatorSecretReader.read(.file(folder.path(name)))
            }
            #expect(error.map { "\($0)".contains("file:") && !"\($0)".contains("xxx") } == true)
        }
        for value in [nil, ""] {
            await #expect(throws: OperatorSecretError.self) {
                try await OperatorSecretReader.read(.environmentVariable("TOKEN")) { _ in value }
            }
        }
    }

    @Test("References are env:NAME or file:PATH")
    func forms() {
        #expect(OperatorSecret("env:A_B") == .environmentVariable("A_B"))
        #expect(OperatorSecret("file:../keys/a b") == .file("../keys/a b"))
        for text in ["", "env:", "file:", "hunter2", "env:A B", "env:A=B", "store:x", "file:a\0b"] {
            #expect(OperatorSecret(text) == nil, "\(text)")
        }
    }
}
