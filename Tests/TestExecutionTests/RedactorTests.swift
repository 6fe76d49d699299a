import Foundation
import Model
import Testing

@testable import TestExecution

struct RedactorTests {
    @Test func shortValuesAreLeftAlone() {
        #expect(Redactor(["abc", ""]).mask("abc abc") == "abc abc")
        #expect(Redactor(["abcd"]).mask("abcd abcde xabcd abc") == "*** ***e x*** abc")
    }

    @Test func theLongestValueWins() {
        #expect(Redactor(["abcd", "abcdef"]).mask("abcdefg abcde") == "***g ***e")
    }

    @Test(arguments: [
        "pa ss/w+rd", "it's \"quoted\" \\ back", "line\nbreak\ttab", "ünï¢ödé 😀", "https://a.test/?x=1&y=2", "%41%20",
    ])
    func everyFormIsMasked(_ secret: String) throws {
        let redactor = Redactor([secret])
        let unreserved = CharacterSet(charactersIn: "-._~").union(
            .alphanumerics.intersection(CharacterSet(charactersIn: "\0"..."\u{7F}")))
        let percent = secret.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
        let path = RequestBuilder.url(base: secret.replacing("#", with: ""), path: nil, query: [:])
        let json = String(decoding: try JSONEncoder().encode([secret]), as: UTF8.self)
        let plain = JSONValue.array([.string(secret)]).description
        for text in [
            secret, percent, percent.replacing(/%[0-9A-F]{2}/) { $0.output.lowercased() }, path, json, plain,
            ShellWord.quote("x \(secret)"),
        ] {
            let masked = redactor.mask("<\(text)>")
            #expect(masked.contains("***"), "\(text)")
            #expect(masked.count < 12, "\(masked)")
        }
    }

    @Test(arguments: 0..<6)
    func base64IsMaskedWhereverTheValueStands(_ offset: Int) {
        let secret = "correct horse?>~~ÿ"
        let text = String(repeating: "u", count: offset) + secret + String(repeating: "v", count: 5 - offset)
        let encoded = Data(text.utf8).base64EncodedString()
        let urlSafe = encoded.replacing("+", with: "-").replacing("/", with: "_")
        for form in [encoded, urlSafe] {
            let masked = Redactor([secret]).mask(form)
            #expect(masked.contains("***"))
            #expect(masked.count < 3 + 10 + 8)
        }
    }

    @Test func whatIsLeftOfASecretAtACutIsMasked() {
        let redactor = Redactor(["abcdefghij"])
        func mask(_ text: String, start: Bool = false, end: Bool = false) -> String {
            String(decoding: redactor.mask(Array(text.utf8), cutAtStart: start, cutAtEnd: end), as: UTF8.self)
        }
        #expect(mask("x abcdefg", end: true) == "x ***")
        #expect(mask("x abcdefg") == "x abcdefg")
        #expect(mask("defghij x", start: true) == "*** x")
        #expect(mask("defghij x") == "defghij x")
        #expect(mask("x abc", end: true) == "x abc")
        #expect(mask("abcdefghij", start: true, end: true) == "***")
    }

    /// Breaks when a torn piece is looked for before whole secrets: the second half of one is a beginning of it too.
    @Test func aWholeSecretAtACutIsNotTakenForAPieceOfOne() {
        let redactor = Redactor(["passpass"])
        func mask(_ text: String) -> String {
            String(decoding: redactor.mask(Array(text.utf8), cutAtStart: true, cutAtEnd: true), as: UTF8.self)
        }
        #expect(mask("x passpass") == "x ***")
        #expect(mask("passpass x") == "*** x")
        #expect(mask("sspasspass x") == "*** x" || mask("sspasspass x") == "ss*** x")
        #expect(mask("x passpasspass") == "x ******")
    }

    @Test(arguments: [
        "Ab%2fC%26d%22efgHi", "Ab%2FC%26d%22efgHi", "Ab/C&amp;d&quot;efgHi", "41622f432664226566674869",
        "41622F432664226566674869",
    ])
    func otherEncodersWriteItSo(text: String) {
        #expect(Redactor(["Ab/C&d\"efgHi"]).mask("<\(text)>") == "<***>")
    }

    /// Breaks when a key is only masked where it is printed as one piece.
    @Test func theLinesOfASecretAreMaskedToo() {
        let redactor = Redactor(["-----BEGIN KEY-----\nMIIEvQIBADAN\nab\n-----END KEY-----"])
        #expect(redactor.mask("  MIIEvQIBADAN\n  ab") == "  ***\n  ab")
    }

    @Test func structuresAreMaskedByTheirParts() {
        var redactor = Redactor()
        redactor.add(
            .object(["a": .array([.string("first-value"), .integer(123_456)]), "b": .number(2.125), "c": .null]))
        #expect(redactor.mask("first-value 123456 2.125 null true") == "*** *** *** null true")
    }
}
