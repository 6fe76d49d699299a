import Foundation
import Model
import Reports
import Testing

struct SecretListingTests {
    private let now = Date(timeIntervalSince1970: 1_795_255_200)

    @Test("Stored secrets are listed by name, never by value")
    func secrets() throws {
        let rows = [
            StoredSecretRow(
                StoredSecret(
                    namespace: "shop", name: "db", version: 2, createdAt: now.addingTimeInterval(-60),
                    updatedAt: now.addingTimeInterval(-60)))
        ]
        #expect(
            try Listing.text(rows, format: .wide, now: now) == """
                NAMESPACE   NAME   VERSION   UPDATED    AGE
                shop        db     2         60 s ago   60 s

                """)
        #expect(try Listing.text(rows, format: .name, now: now) == "store:db\n")
        #expect(try Listing.text(rows, format: .json, now: now).contains("\"SecretList\""))
    }

    @Test("Sealing keys say which of them seals")
    func keys() throws {
        let rows = [("b", true), ("a", false)].map { id, isCurrent in
            SealingKeyRow(
                SealingKeyFacts(
                    id: SealingKeyID(rawValue: id), createdAt: now, isCurrent: isCurrent, publicKey: "rondo-key:v1"))
        }
        #expect(
            try Listing.text(rows, now: now) == """
                KEY   USE               AGE
                b     seals and opens   0 s
                a     opens             0 s

                """)
        #expect(try Listing.text(rows, format: .name, now: now) == "b\na\n")
        #expect(try Listing.text(rows, format: .yaml, now: now).contains("SealingKeyList"))
    }

    @Test("A line that may hold a secret by mistake is not shown")
    func confidentialLines() {
        let location = SourceLocation(file: "a.yaml", line: 1, column: 6)
        let shown = Diagnostic(message: "m", location: location)
        let hidden = Diagnostic(message: "m", location: location, isConfidential: true)
        #expect(DiagnosticReport.text([shown]) { _ in "pin: hunter2" }.contains("hunter2"))
        #expect(DiagnosticReport.text([hidden]) { _ in "pin: hunter2" } == "a.yaml:1:6: m\n")
    }
}
