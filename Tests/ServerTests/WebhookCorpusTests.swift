import Foundation
import HTTPTypes
import Model
import Testing

@testable import Server

/// The inputs that `scripts/fuzz` found to reach more of the code than others, in the form of `Tests/Fuzzing`.
struct WebhookCorpusTests {
    private static func corpus(_ name: String) throws -> [Data] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/\(name)")
        return try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false)).sorted()
            .map { try Data(contentsOf: folder.appending(path: $0)) }
    }

    @Test("Deliveries of every sender are read or refused, with names that are bounded and on one line")
    func deliveries() throws {
        let inputs = try Self.corpus("corpus-webhooks")
        var read = 0
        for input in inputs {
            let choice = try #require(input.first)
            let body = Data(input.dropFirst())
            let senders = WebhookConfiguration.Sender.allCases
            let sender = senders[Int(choice & 0x07) % senders.count]
            for (type, event) in [("application/json", "push"), ("application/x-www-form-urlencoded", "repo:push")] {
                let delivery = WebhookDelivery(
                    headers: [
                        .contentType: type, try #require(.init("X-GitHub-Event")): event,
                        try #require(.init("X-Event-Key")): event,
                    ], body: body)
                guard let news = WebhookReader.news(of: delivery, from: sender) else { continue }
                read += 1
                #expect(news.refs.count <= body.count)
                for text in [news.repository ?? ""] + news.refs.map(\.ref) {
                    #expect(text.utf8.count <= 1_200)
                    #expect(text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
                }
            }
        }
        print("webhook corpus: \(inputs.count) inputs, \(read) readable")
        #expect(inputs.count > 10 && read > 5)
    }

    /// Minus zero is read back as the integer zero, so the form of a form is what stays.
    @Test("JSON is refused, or its canonical form comes to rest")
    func json() throws {
        let inputs = try Self.corpus("corpus-json")
        var read = 0
        for input in inputs {
            guard let value = try? JSONParser.parse(input) else { continue }
            guard let encoded = try? CanonicalEncoding.data(value) else { continue }
            let again = try CanonicalEncoding.data(JSONParser.parse(encoded))
            #expect(try CanonicalEncoding.data(JSONParser.parse(again)) == again)
            read += 1
        }
        print("JSON corpus: \(inputs.count) inputs, \(read) readable")
        #expect(inputs.count > 10 && read > 5)
    }
}
