import Model
import Testing

@testable import TestExecution

struct AnswerSearchTests {
    /// Breaks when a search that found no end counts as one that found nothing, or hides what others found.
    @Test func aSearchWithoutAnEndIsAProblemOfTheCheck() throws {
        var search = AnswerSearch()
        let text = String(repeating: "a", count: 60) + "b"
        let isFound = search.finds("a+", of: "letters", in: text, at: "http://h/")
        #expect(isFound)
        let finding = SecurityFinding(
            check: "secrets-in-body", severity: .high, message: "m", place: "http://h/", owasp: "o", advice: "a")
        #expect(try search.result([finding]) == [finding])
        let isFoundWithoutEnd = search.finds("(a|a)+$", of: "a secret", in: text, at: "http://ana:pw@h/")
        #expect(!isFoundWithoutEnd)
        let failure = #expect(throws: CheckFailure.self) { try search.result([finding]) }
        #expect(failure?.findings == [finding])
        #expect(
            failure?.description
                == "http://***@h/ could not be searched for a secret: the search took longer than 2s",
            "\(String(describing: failure))")
    }
}
