import Testing

@testable import HTTPTransport

struct HeaderLineTests {
    private func line(_ text: String) -> HeaderLine {
        Array(text.utf8).withUnsafeBytes { HeaderLine($0) }
    }

    @Test func linesAreReadAsTheyCome() {
        #expect(line("HTTP/1.1 204 No Content\r\n") == .status(204))
        #expect(line("HTTP/2 200 \r\n") == .status(200))
        #expect(line("HTTP/1.1  301\r\n") == .status(301))
        #expect(line("HTTP/1.1\r\n") == .status(0))
        #expect(line("Location: /a:b \r\n") == .field(name: "Location", value: "/a:b"))
        #expect(line("X-Empty:\r\n") == .field(name: "X-Empty", value: ""))
        #expect(line("X: \t é\n") == .field(name: "X", value: "é"))
        #expect(line("\r\n") == .other)
        #expect(line("") == .other)
        #expect(line("nonsense") == .other)
    }
}
