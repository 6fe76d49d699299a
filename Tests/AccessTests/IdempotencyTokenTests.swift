import Access
import Foundation
import Model
import Testing

struct IdempotencyTokenTests {
    private let intent = UUID()

    @Test func itAgreesWithTheVectorOfRFC9562() throws {
        // RFC 9562, appendix A.4.
        let dns = try #require(UUID(uuidString: "6ba7b810-9dad-11d1-80b4-00c04fd430c8"))
        let uuid = IdempotencyToken.uuid5(namespace: dns, name: "www.example.com")
        #expect(uuid.uuidString.lowercased() == "2ed6657d-e927-568b-95e1-2665a8aea6a2")
    }

    /// Breaks when `token` leaves out the intent or the incarnation.
    @Test func itIsTheSameForTheSameCreationAndElseAnother() {
        #expect(token() == token())
        let others = [
            token(installation: "j"), token(object: "q"), token(ordinal: 1), token(incarnation: 2),
            token(intent: UUID()),
        ]
        #expect(Set(others + [token()]).count == 6)
    }

    private func token(
        installation: String = "i", object: String = "p", ordinal: Int = 0, incarnation: Int = 1, intent: UUID? = nil
    ) -> UUID {
        IdempotencyToken.token(
            installation: InstallationID(rawValue: installation),
            object: ObjectIdentity(kind: .cloudResource, name: object), ordinal: ordinal, intent: intent ?? self.intent,
            incarnation: incarnation)
    }
}
