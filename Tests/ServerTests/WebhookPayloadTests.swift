import Foundation
import HTTPTypes
import Model
import Testing

@testable import Server

/// What deliveries say, of every forge, and that nothing in one can do harm.
struct WebhookPayloadTests {
    static func headers(_ sender: WebhookConfiguration.Sender, event: String?) -> HTTPFields {
        var headers: HTTPFields = [.contentType: "application/json"]
        let name = WebhookReader.eventHeaders(of: sender).first
        if let event, let name, let field = HTTPField.Name(name) { headers[field] = event }
        return headers
    }

    @Test("Every payload of the public suites gives the right repository, ref and commit")
    func suites() throws {
        guard let suite = WebhookSuite.present else {
            print("skipped: the webhook suites are absent")
            return
        }
        let facts = try WebhookSuite.facts()
        #expect(Set(facts.map(\.file)) == suite.files())
        var right = 0
        for fact in facts {
            let body = try suite.body(of: fact.file)
            for form in [false, true] {
                var headers = Self.headers(fact.sender, event: fact.event)
                var sent = body
                if form {
                    headers[.contentType] = "application/x-www-form-urlencoded"
                    let text = String(decoding: body, as: UTF8.self)
                    let allowed = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyz")
                    sent = Data("a=b&payload=\(text.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")".utf8)
                }
                let delivery = WebhookDelivery(headers: headers, body: sent)
                let news = try #require(WebhookReader.news(of: delivery, from: fact.sender), "\(fact.file)")
                let refs = news.refs.map { "\($0.ref)@\($0.commit ?? "-")" }
                let isRight =
                    "\(news.topic)" == fact.topic && news.repository == fact.repository && refs == fact.refs
                #expect(isRight, "\(fact.file): \(news)")
                if isRight, !form { right += 1 }
            }
        }
        print("webhooks: \(right) of \(facts.count) payloads give the right repository, ref and commit")
        #expect(right == facts.count)
    }

    @Test(
        "A repository, ref or list that is missing, null or something else is nothing, and never an end",
        arguments: WebhookConfiguration.Sender.allCases)
    func oddities(sender: WebhookConfiguration.Sender) {
        let events = [
            "push", "create", "pull_request", "repo:push", "repo:refs_changed", "pullrequest:created", "pr:opened",
        ]
        let odd = ["null", "[]", "\"text\"", "7", "{}", "[null]", "{\"full_name\": 5}", "[[[]]]"]
        let keys = [
            "repository", "ref", "after", "commits", "project", "object_attributes", "push", "changes", "pull_request",
            "pullrequest", "pullRequest", "object_kind", "number",
        ]
        for event in events {
            for value in odd {
                let members = keys.map { "\"\($0)\": \(value)" }.joined(separator: ",")
                let delivery = WebhookDelivery(
                    headers: Self.headers(sender, event: event), body: Data("{\(members)}".utf8))
                let news = WebhookReader.news(of: delivery, from: sender)
                #expect(news != nil && news?.refs.allSatisfy { $0.commit == nil } == true)
            }
        }
    }

    @Test("What is no JSON object, or nests too deep, is refused")
    func refused() {
        let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        for text in ["", "{", "[]", "7", "null", "{\"a\": }", "\u{0}", "{\"a\": \(deep)}", "{} {}"] {
            let delivery = WebhookDelivery(headers: [.contentType: "application/json"], body: Data(text.utf8))
            #expect(WebhookReader.news(of: delivery, from: .github) == nil, "\(text.prefix(20))")
        }
        for text in ["payload", "payload=%7", "payload=%zz", "other=%7B%7D", "payload=", "=&&=&"] {
            let delivery = WebhookDelivery(
                headers: [.contentType: "application/x-www-form-urlencoded; charset=utf-8"], body: Data(text.utf8))
            #expect(WebhookReader.news(of: delivery, from: .github) == nil, "\(text)")
        }
        let binary = WebhookDelivery(headers: [.contentType: "text/plain"], body: Data("{}".utf8))
        #expect(WebhookReader.news(of: binary, from: .github) == nil)
    }

    @Test("Payloads that were changed at random are read or refused, within their size in steps")
    func mutations() throws {
        guard let suite = WebhookSuite.present else {
            print("skipped: the webhook suites are absent")
            return
        }
        var generator = SeededBytes(seed: 20_261_128)
        let facts = try WebhookSuite.facts()
        var read = 0
        for round in 0..<600 {
            let fact = facts[round % facts.count]
            let body = generator.mutated(try suite.body(of: fact.file))
            let delivery = WebhookDelivery(headers: Self.headers(fact.sender, event: fact.event), body: body)
            guard let news = WebhookReader.news(of: delivery, from: fact.sender) else { continue }
            read += 1
            #expect((news.repository?.utf8.count ?? 0) <= 1_100)
            for ref in news.refs { #expect(ref.ref.utf8.count <= 1_100 && !ref.ref.contains("\n")) }
        }
        print("webhooks: 600 changed payloads, \(read) still readable, none did harm")
        #expect(read > 50)
    }
}

/// Bytes that are the same for the same seed.
struct SeededBytes {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }

    /// Some bytes replaced, a stretch left out or repeated, or the end cut off.
    mutating func mutated(_ data: Data) -> Data {
        var bytes = [UInt8](data)
        for _ in 0...below(4) where !bytes.isEmpty {
            let place = below(bytes.count)
            let end = min(bytes.count, place + below(200))
            switch below(5) {
            case 0: bytes[place] = UInt8(below(256))
            case 1: bytes[place] = Array("{}[]\",:0n".utf8)[below(9)]
            case 2: bytes.removeSubrange(place..<end)
            case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
            default: bytes.removeSubrange(end...)
            }
        }
        return Data(bytes)
    }
}
