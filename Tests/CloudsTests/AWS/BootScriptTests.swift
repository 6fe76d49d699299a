import Foundation
import Model
import Testing

@testable import Clouds

/// What an instance of a cloud boots with.
struct BootScriptTests {
    private func script(_ first: String? = nil, authority: Data? = Data("-----BEGIN\n".utf8)) -> BootScript {
        BootScript(
            controller: ControllerAddress(url: "https://rondo.example/", authority: authority),
            digest: String(repeating: "a", count: 64), joinToken: Secret("join.token"),
            worker: WorkerSpec(capabilities: ["docker"], slots: 2, labels: ["a": "RONDO_END $(id) `id`"]), first: first)
    }

    @Test("It is a shell script that the shell can read, and what comes from manifests stays text")
    func readable() throws {
        let text = try script("#!/bin/sh\necho hello\n").text()
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-n", "-c", text]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(text.contains("https://rondo.example/worker/v1/executable"))
        #expect(text.contains("<<'RONDO_END_'"), "another marker where the contents hold the usual one")
        #expect(text.contains(#""resources":{"cpu":"@CPU@","memory":"@MEMORY@"}"#))
        #expect(text.contains("--cacert ca.pem") && text.contains("./first || true"))
    }

    @Test("Without an authority of its own the system's are trusted")
    func system() throws { #expect(try !script(authority: nil).text().contains("cacert")) }

    @Test("What is no script, or too long, is refused")
    func refused() {
        #expect(throws: BootScriptError.noScript) { try script("#cloud-config\n").text() }
        #expect(throws: BootScriptError.self) {
            try script("#!/bin/sh\n" + String(repeating: "x", count: 16_384)).text()
        }
    }
}
