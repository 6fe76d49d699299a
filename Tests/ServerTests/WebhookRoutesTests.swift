import Access
import Foundation
import Model
import Server
import Testing

/// Deliveries over TCP to the real server: who is let in, what is bounded, and what is answered.
struct WebhookRoutesTests {
    private static let secret = Secret("open sesame")
    private static let push = Data(
        #"{"ref": "refs/heads/main", "after": "4f2c91e0", "repository": {"full_name": "shop/tests"}}"#.utf8)

    private static func receiver(
        _ source: String = "shop", _ type: WebhookConfiguration.Sender = .github, failing: Bool = false
    ) -> WebhookReceiver {
        WebhookReceiver(
            source: source, url: "https://git.example.org/shop/tests.git", follows: .branch("main"),
            configuration: WebhookConfiguration(type: type, secret: .environmentVariable("S"))
        ) {
            if failing { throw OperatorSecretError(secret: .file("/gone"), reason: "No such file") }
            return secret
        }
    }

    /// The fixture's only source is called `default`; hints of other names reach nobody, which no answer tells.
    private static func server(
        _ receivers: [WebhookReceiver] = [receiver()], deadline: Duration = .seconds(10)
    ) async throws -> ServerFixture {
        try await ServerFixture(webhooks: receivers, webhookDeadline: deadline)
    }

    private static func signature(_ body: Data) -> (String, String) {
        ("X-Hub-Signature-256", "sha256=\(HMACSignature.sha256.hex(of: body, secret: secret))")
    }

    private static func head(
        _ headers: [(String, String)], path: String = "/hooks/shop", method: String = "POST"
    ) -> Data {
        let lines = headers.map { "\($0.0): \($0.1)\r\n" }.joined()
        return Data("\(method) \(path) HTTP/1.1\r\nHost: localhost\r\n\(lines)\r\n".utf8)
    }

    private static func whole(
        _ path: String = "/hooks/shop", method: String = "POST", body: Data = push, event: String? = "push",
        type: String? = "application/json", signed: Bool = true, extra: [(String, String)] = []
    ) -> Data {
        var headers = [("Content-Length", "\(body.count)")] + extra
        if let event { headers.append(("X-GitHub-Event", event)) }
        if let type { headers.append(("Content-Type", type)) }
        if signed { headers.append(signature(body)) }
        return head(headers, path: path, method: method) + body
    }

    private func answer(_ server: ServerFixture, _ request: Data) async -> RawConnection.Answer {
        await RawConnection.exchange(port: server.port) { $0 == 0 ? request : nil }
    }

    @Test("A signed push is answered 202, a ping 200, what is not followed 202 with the reason")
    func accepted() async throws {
        let server = try await Self.server()
        let looking = await answer(server, Self.whole())
        #expect(looking.status == 202 && looking.text.contains("\"looking\""), "\(looking.text)")
        let other = Data(#"{"ref": "refs/heads/x", "repository": {"full_name": "shop/tests"}}"#.utf8)
        let ignored = await answer(server, Self.whole(body: other))
        #expect(ignored.status == 202 && ignored.text.contains("not followed"), "\(ignored.text)")
        let ping = await answer(server, Self.whole(body: Data(#"{"zen": "x"}"#.utf8), event: "ping"))
        #expect(ping.status == 200 && ping.text.contains("pong"), "\(ping.text)")
        let form = Data(
            "payload=%7B%22ref%22%3A%22refs%2Fheads%2Fmain%22%2C%22repository%22%3A%7B%22full_name%22%3A%22shop%2Ftests%22%7D%7D"
                .utf8)
        let encoded = await answer(server, Self.whole(body: form, type: "application/x-www-form-urlencoded"))
        #expect(encoded.status == 202 && encoded.text.contains("\"looking\""), "\(encoded.text)")
        let unknown = await answer(server, Self.whole(event: nil))
        #expect(unknown.status == 202 && unknown.text.contains("\"ignored\""), "\(unknown.text)")
        await server.stop()
    }

    @Test("Whoever does not know the secret is told so and nothing more, before the body is looked into")
    func refused() async throws {
        let server = try await Self.server([Self.receiver(), Self.receiver("broken", failing: true)])
        let unsigned = await answer(server, Self.whole(signed: false))
        let wrong = await answer(
            server, Self.whole(signed: false, extra: [Self.signature(Data("another body".utf8))]))
        let twice = await answer(server, Self.whole(extra: [Self.signature(Self.push)]))
        let garbage = await answer(server, Self.whole(body: Data("{".utf8), signed: false))
        for answer in [unsigned, wrong, twice, garbage] { #expect(answer.status == 401, "\(answer.text)") }
        func body(_ answer: RawConnection.Answer) -> Substring? { answer.text.split(separator: "\r\n").last }
        #expect(Set([unsigned, wrong, twice, garbage].map(body)).count == 1, "the reason is not told")
        #expect(!unsigned.text.contains("sesame"))

        #expect(await answer(server, Self.whole("/hooks/nobody")).status == 404)
        #expect(await answer(server, Self.whole("/hooks")).status == 404)
        #expect(await answer(server, Self.whole("/hooks/shop/more")).status == 404)
        #expect(await answer(server, Self.whole(method: "PUT")).status == 405)
        let gone = await answer(server, Self.whole("/hooks/broken"))
        #expect(gone.status == 503 && !gone.text.contains("/gone"), "\(gone.text)")
        await server.stop()
    }

    @Test("Bodies that are no delivery are refused with what is wrong")
    func malformed() async throws {
        let server = try await Self.server()
        let deep = Data((String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)).utf8)
        for body in [Data(), Data("{".utf8), Data("[]".utf8), Data("null".utf8), deep] {
            #expect(await answer(server, Self.whole(body: body)).status == 400, "\(body.prefix(10))")
        }
        #expect(await answer(server, Self.whole(extra: [("X-GitHub-Event", "ping")])).status == 400, "two events")
        #expect(await answer(server, Self.whole(type: "text/plain")).status == 415)
        #expect(await answer(server, Self.whole(type: "multipart/form-data; boundary=x")).status == 415)
        #expect(await answer(server, Self.whole(extra: [("Content-Encoding", "gzip")])).status == 415)
        for repository in ["null", "[]", "\"shop/tests\"", "{}", "7"] {
            let body = Data("{\"ref\": \"refs/heads/main\", \"repository\": \(repository)}".utf8)
            let answer = await answer(server, Self.whole(body: body))
            #expect(answer.status == 202 && answer.text.contains("names no repository"), "\(answer.text)")
        }
        await server.stop()
    }

    @Test("A body that is too large, endless, or too slow ends by its bound, and others are served meanwhile")
    func bounds() async throws {
        let server = try await Self.server(deadline: .seconds(3))
        let port = server.port
        let json = ("Content-Type", "application/json")
        let announced = await RawConnection.exchange(port: port) { number in
            number == 0 ? Self.head([json, ("Content-Length", "104857600")]) : nil
        }
        #expect(announced.status == 413, "\(announced.text)")

        let chunk = Data("10000\r\n".utf8) + Data(repeating: 0x20, count: 0x10000) + Data("\r\n".utf8)
        let endless = await RawConnection.exchange(port: port) { number in
            number == 0 ? Self.head([json, ("Transfer-Encoding", "chunked")]) : chunk
        }
        #expect(endless.wasClosed, "\(endless.text)")
        // Whichever bound is met first: its size, or the time it may take.
        #expect(endless.status.map([413, 408].contains) ?? true, "\(endless.text)")

        async let slow = RawConnection.exchange(port: port, pause: .milliseconds(100)) { number in
            number == 0 ? Self.head([json, ("Content-Length", "1000")]) : Data(" ".utf8)
        }
        #expect(await answer(server, Self.whole()).status == 202)
        let ended = await slow
        #expect(ended.status == 408 || ended.wasClosed, "\(ended.text)")

        let half = await RawConnection.exchange(port: port, patience: .seconds(30)) { number in
            number == 0 ? Self.head([json, ("Content-Length", "1000")]) + Data("{".utf8) : nil
        }
        #expect(half.status == 408, "\(half.text)")
        #expect(await answer(server, Self.whole()).status == 202)
        await server.stop()
    }

    @Test("A storm of deliveries is answered, and what is over the limit is told when to come again")
    func storm() async throws {
        let server = try await Self.server()
        let port = server.port
        let request = Self.whole()
        let answers = await withTaskGroup(of: [RawConnection.Answer].self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var answers: [RawConnection.Answer] = []
                    while answers.count < 1_000, answers.last?.status != 429 {
                        answers.append(await RawConnection.exchange(port: port) { $0 == 0 ? request : nil })
                    }
                    return answers
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        let accepted = answers.count { $0.status == 202 }
        let limited = answers.filter { $0.status == 429 }
        #expect(
            accepted + limited.count == answers.count,
            "\(answers.compactMap(\.status).filter { $0 != 202 && $0 != 429 })")
        #expect(accepted >= 200 && !limited.isEmpty)
        #expect(limited.allSatisfy { $0.text.lowercased().contains("retry-after: ") })
        await server.stop()
    }

    @Test("Deliveries made at random always get a clean answer")
    func random() async throws {
        let server = try await Self.server([Self.receiver(), Self.receiver("lab", .gitlab)])
        var generator = SeededBytes(seed: 7)
        let allowed: Set<Int?> = [200, 202, 400, 401, 404, 405, 413, 415, 429]
        for round in 0..<120 {
            let body = generator.mutated(Self.push)
            let path = ["/hooks/shop", "/hooks/lab", "/hooks/%73hop", "/hooks/..%2fshop", "/hooks//shop"][round % 5]
            let request = Self.whole(
                path, body: body, event: ["push", "create", "ping", "\u{1}x".filter { $0 != "\u{1}" }][round % 4],
                type: ["application/json", "application/x-www-form-urlencoded", nil, "a/b"][round % 4],
                signed: round % 3 != 0)
            let status = await answer(server, request).status
            #expect(allowed.contains(status), "round \(round): \(String(describing: status))")
        }
        #expect(await answer(server, Self.whole()).status == 202)
        await server.stop()
    }
}
