import Foundation
import Model
import Testing

struct DiagnosticTests {
    @Test("That a place is confidential is kept, and not said of any other")
    func confidential() throws {
        let location = SourceLocation(file: "a.yaml", line: 1, column: 2)
        for isConfidential in [true, false] {
            let diagnostic = Diagnostic(
                message: "m", location: location, length: 3,
                object: ObjectIdentity(kind: .environment, name: "dev"), isConfidential: isConfidential)
            let data = try JSONEncoder().encode(diagnostic)
            #expect(try JSONDecoder().decode(Diagnostic.self, from: data) == diagnostic)
            #expect(String(decoding: data, as: UTF8.self).contains("confidential") == isConfidential)
        }
    }
}
