import Access
import Foundation
import HTTPTypes
import Hummingbird
import Model
import NIOCore
import TestSupport
import Testing

@testable import Server

/// The listener over TLS, as openssl(1) and curl(1) see it.
struct TLSListenerTests {
    private let directory: TemporaryDirectory
    private let authority: TLSAuthority
    private let files: CertificateFiles

    init() throws {
        directory = try TemporaryDirectory()
        authority = try TLSAuthority(in: directory.url)
        try authority.issue("server", names: "DNS:localhost,IP:127.0.0.1")
        let folder = authority.folder.path(percentEncoded: false)
        files = CertificateFiles(certificate: "\(folder)/server.pem", key: "\(folder)/server.key")
    }

    /// Answers with the path that was asked for; `/large` with more than fits into any buffer.
    private func start(
        headDeadline: Duration = .seconds(10), arrived: Recorder<String> = Recorder(), gate: Gate? = nil
    ) async throws -> (server: ListeningServer, identity: ServerIdentity) {
        let identity = try ServerIdentity(try await files.read(now: Date()).certificate)
        let server = try await ListeningServer.start(
            host: "127.0.0.1", port: 0, identity: identity, headDeadline: headDeadline
        ) { (request: Request, client: ClientContext) in
            arrived.record(request.uri.path)
            if request.uri.path == "/slow" { await gate?.wait() }
            guard request.uri.path == "/large" else {
                return Response(
                    status: .ok,
                    body: ResponseBody(byteBuffer: ByteBuffer(string: "\(request.uri.path) \(client.address)")))
            }
            return Response(
                status: .ok,
                body: ResponseBody { writer in
                    for _ in 0..<64 { try await writer.write(ByteBuffer(repeating: 0x61, count: 128 << 10)) }
                    try await writer.finish(nil)
                })
        }
        return (server, identity)
    }

    private func run(
        _ program: String, _ arguments: [String]
    ) async throws -> (exit: Int32, output: String) {
        try await SpawnedProcess.runAside(Tool.path(of: program), arguments, workingIn: authority.folder)
    }

    private func curl(
        _ arguments: String..., authority trusted: String = "ca.pem"
    ) async throws -> (exit: Int32, output: String) {
        try await run(
            "curl", ["--silent", "--max-time", "30", "--noproxy", "*", "--cacert", trusted] + arguments)
    }

    private func openssl(_ port: Int, _ arguments: String...) async throws -> (exit: Int32, output: String) {
        try await run(
            "openssl",
            [
                "s_client", "-connect", "127.0.0.1:\(port)", "-CAfile", "ca.pem", "-verify_return_error",
                "-verify_hostname", "localhost",
            ] + arguments)
    }

    @Test("Who trusts the authority is answered, under the certificate's names alone")
    func trust() async throws {
        let (server, _) = try await start()
        let port = server.port
        let answer = try await curl("https://127.0.0.1:\(port)/a")
        #expect(answer.exit == 0 && answer.output == "/a 127.0.0.1", "\(answer)")
        #expect(try await curl("https://localhost:\(port)/a").exit == 0)
        // 60: the certificate is not trusted.
        #expect(
            try await curl("--resolve", "other.example:\(port):127.0.0.1", "https://other.example:\(port)/a").exit == 60
        )
        let other = try TLSAuthority(in: directory.url)
        let theirs = other.folder.appending(path: "ca.pem").path(percentEncoded: false)
        #expect(try await curl("https://127.0.0.1:\(port)/a", authority: theirs).exit == 60)
        await server.stop()
    }

    @Test("TLS 1.2 and 1.3 are spoken and nothing older; HTTP/1.1 is agreed on, whatever else is offered")
    func versions() async throws {
        let (server, _) = try await start()
        for version in ["1_2", "1_3"] {
            let told = try await openssl(server.port, "-tls\(version)", "-alpn", "h2,http/1.1")
            #expect(told.output.contains("Verify return code: 0 (ok)"), "\(told.output)")
            #expect(told.output.contains("ALPN protocol: http/1.1"), "\(told.output)")
        }
        let old = try await openssl(server.port, "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0")
        #expect(old.exit != 0 && old.output.contains("protocol version"), "\(old.output)")
        // A key that becomes known must not open what was recorded before.
        let plain = try await openssl(server.port, "-tls1_2", "-cipher", "AES128-GCM-SHA256")
        #expect(plain.exit != 0 && plain.output.contains("handshake failure"), "\(plain.output)")
        await server.stop()
    }

    @Test("A client without TLS is told what to do; one that says nothing, or half a word, is let go")
    func strangers() async throws {
        let (patient, _) = try await start()
        let plain = try await run(
            "curl", ["--silent", "--include", "--noproxy", "*", "http://127.0.0.1:\(patient.port)/a"])
        #expect(plain.exit == 0 && plain.output.hasPrefix("HTTP/1.1 400"), "\(plain)")
        #expect(plain.output.contains("this port speaks HTTPS"), "\(plain)")
        // With a body that nobody reads.
        let posted = await RawConnection.exchange(port: patient.port) { number in
            number == 0
                ? Data("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n".utf8)
                : number < 8 ? Data(repeating: 0x61, count: 65_536) : nil
        }
        #expect(posted.status == 400, "\(posted)")
        await patient.stop()

        let (server, _) = try await start(headDeadline: .milliseconds(300))
        let port = server.port
        for first in [Data(), Data([0x16]), Data([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]), Data([0x00, 0xFF])] {
            let silent = await RawConnection.exchange(port: port) { $0 == 0 && !first.isEmpty ? first : nil }
            #expect(silent.wasClosed && silent.status == nil, "\(Array(first)): \(silent)")
        }
        // It is there for others all the same.
        #expect(await eventually { (try? await curl("https://127.0.0.1:\(port)/a").exit) == 0 })
        await server.stop()
    }

    @Test("Answers that are streamed come whole, also one that is under way when the server is asked to stop")
    func streams() async throws {
        let (arrived, gate) = (Recorder<String>(), Gate())
        let (server, _) = try await start(arrived: arrived, gate: gate)
        let port = server.port
        let file = directory.path("large")
        let ended = try await curl("--output", file, "https://127.0.0.1:\(port)/large")
        #expect(ended.exit == 0)
        #expect(try Data(contentsOf: URL(filePath: file)) == Data(repeating: 0x61, count: 64 * 128 << 10))
        let output = directory.path("slow")
        let slow = try SpawnedProcess(
            Tool.path(of: "curl"),
            [
                "--silent", "--noproxy", "*", "--cacert",
                authority.folder.appending(path: "ca.pem").path(percentEncoded: false), "--output", output,
                "https://127.0.0.1:\(port)/slow",
            ])
        #expect(await eventually { arrived.all.contains("/slow") })
        async let stopping: Void = server.stop()
        #expect(await eventually { (try? await curl("https://127.0.0.1:\(port)/a").exit) == 7 })
        await gate.open()
        await stopping
        #expect(await eventually { !slow.isRunning })
        #expect(slow.exitCode == 0)
        #expect(try String(contentsOfFile: output, encoding: .utf8) == "/slow 127.0.0.1")
    }

    @Test("Another certificate is shown from the next connection on")
    func replaced() async throws {
        let (server, identity) = try await start()
        let other = try TLSAuthority(in: directory.url)
        try other.issue("server", names: "DNS:localhost,IP:127.0.0.1")
        let folder = other.folder.path(percentEncoded: false)
        let next = try await CertificateFiles(certificate: "\(folder)/server.pem", key: "\(folder)/server.key")
            .read(now: Date())
        try identity.replace(with: next.certificate)
        #expect(try await curl("https://127.0.0.1:\(server.port)/a").exit == 60)
        #expect(try await curl("https://127.0.0.1:\(server.port)/a", authority: "\(folder)/ca.pem").exit == 0)
        await server.stop()
    }
}
