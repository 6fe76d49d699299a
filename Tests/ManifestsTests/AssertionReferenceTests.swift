import TestLanguage
import Testing

@testable import Manifests

struct AssertionReferenceTests {
    @Test("Every query, filter and predicate has a line in the reference and in `explain`, with a whole sentence")
    func everyWordIsTold() {
        let page = AssertionReference.markdown()
        let text = AssertionReference.text()
        let words =
            QueryWord.allCases.map { ($0.rawValue, $0.documentation) }
            + FilterWord.allCases.map { ($0.rawValue, $0.documentation) }
            + PredicateName.allCases.map { ($0.rawValue, $0.documentation) }
        for (word, documentation) in words {
            #expect(page.contains("| `\(word)"), "\(word)")
            #expect(text.contains("\n  \(word)"), "\(word)")
            #expect(documentation.hasSuffix("."), "\(word)")
        }
        #expect(!page.contains("grpc"))
    }
}
