import Model
import TestLanguage
import Testing

@testable import TestExecution

/// What documents from outside can cost.
struct MarkupDocumentTests {
    /// Breaks when entities are left to `string()` and the texts of nodes, which put them in.
    @Test func documentsThatDeclareEntitiesAreRefused() throws {
        let text =
            "<!DOCTYPE a [<!ENTITY e \"\(String(repeating: "x", count: 100_000))\">]><a>"
            + String(repeating: "&e;", count: 5_000) + "</a>"
        #expect(throws: MarkupDocument.Problem.declaresEntities) { try MarkupDocument(xml: Array(text.utf8)) }
        #expect(throws: MarkupDocument.Problem.declaresEntities) {
            try MarkupDocument(xml: Array("<!DOCTYPE a [<!ENTITY % p \"\">]><a/>".utf8))
        }
        let filter = try ExtractionParser.parse("body xml \"string(/a)\"").filters[0]
        #expect(FilterStep.apply(filter, to: .text(text)) == .invalid(MarkupDocument.entitiesReason))
        // A document type alone does no harm.
        let plain = try MarkupDocument(xml: Array("<!DOCTYPE a SYSTEM \"a.dtd\"><a>1 &lt; 2</a>".utf8))
        #expect(plain.evaluate(xpath: "string(/a)") == .text("1 < 2"))
    }

    /// Breaks when the texts of nodes that lie within one another are not counted together.
    @Test func theTextsOfAResultAreBounded() throws {
        let text =
            String(repeating: "<a>", count: 200) + String(repeating: "x", count: 400_000)
            + String(repeating: "</a>", count: 200)
        let document = try MarkupDocument(xml: Array(text.utf8))
        #expect(
            document.evaluate(xpath: "//*")
                == .invalid("the texts of what was found are larger than 64Mi: ask for less"))
        #expect(document.evaluate(xpath: "count(//*)") == .value(.integer(200)))
    }

    /// Breaks when the nodes beyond the most are left out.
    @Test func moreNodesThanAreKeptAreNotCutOff() throws {
        let text = "<a>" + String(repeating: "<b/>", count: MarkupDocument.elementLimit + 1) + "</a>"
        let document = try MarkupDocument(xml: Array(text.utf8))
        #expect(
            document.evaluate(xpath: "//b")
                == .invalid("100001 nodes were found, and 100000 are the most: `count(…)` counts any number"))
        #expect(document.evaluate(xpath: "//b[position() > 1]").asList?.count == MarkupDocument.elementLimit)
    }

    /// Breaks when only what a manifest spells out is bounded, and not what references make of it.
    @Test func expressionsAreBounded() throws {
        let document = try MarkupDocument(xml: Array("<a/>".utf8))
        let long = String(repeating: "(", count: 100_000) + "1" + String(repeating: ")", count: 100_000)
        #expect(document.evaluate(xpath: long) == .invalid("an XPath has at most 16Ki"))
        guard case .invalid = document.evaluate(css: "a" + String(repeating: ":not(", count: 100_000)) else {
            Issue.record("the selector was taken")
            return
        }
    }
}
