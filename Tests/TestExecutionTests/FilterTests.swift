import Foundation
import Model
import TestLanguage
import Testing

@testable import TestExecution

struct FilterTests {
    /// Applies the filters of a line to a JSON value.
    private func apply(_ filters: String, to value: Subject) throws -> Subject {
        let extraction = try ExtractionParser.parse("variable x " + filters)
        return extraction.filters.reduce(value) { FilterStep.apply($1, to: $0) }
    }

    private func json(_ text: String) throws -> Subject { .value(try JSONParser.parse(Array(text.utf8))) }

    @Test(
        "Each filter makes of a value what its page says",
        arguments: [
            ("base64Decode utf8Decode", #""aGk=""#, #""hi""#), ("base64Decode toHex", #""AP8""#, #""00ff""#),
            ("base64UrlSafeDecode toHex", #""-_8""#, #""fbff""#), ("base64Encode", #""hi""#, #""aGk=""#),
            ("base64UrlSafeEncode", #""a?b~""#, #""YT9ifg""#), ("count", "[1,2]", "2"), ("count", #"{"a":1}"#, "1"),
            ("utf8Encode count", #""é""#, "2"), ("length", #""é😀""#, "2"), ("length", "[1]", "1"),
            ("length", #"{"a":1}"#, "1"), ("utf8Encode length", #""é""#, "2"), ("first", "[5,6]", "5"),
            ("last", "[5,6]", "6"), ("nth 1", "[5,6]", "6"), ("nth -2", "[5,6]", "5"),
            ("keys", #"{"b":1,"a":2}"#, #"["a","b"]"#), ("sort", "[3,1.5,2]", "[1.5,2,3]"),
            ("sort", #"["b","a"]"#, #"["a","b"]"#), ("unique", #"[1,"1",1.0,[2],[2]]"#, #"[1,"1",[2]]"#),
            ("split \",\"", #""a,,b""#, #"["a","","b"]"#), ("replace a b", #""banana""#, #""bbnbnb""#),
            ("replaceRegex /(\\d)(\\d)/ \"$2$1\"", #""a12b34""#, #""a21b43""#), ("regex /b(.)/", #""abc""#, #""c""#),
            ("toInt", #"" 42\n""#, "42"), ("toInt", "4.0", "4"), ("toFloat", #""1e3""#, "1000"), ("toFloat", "2", "2"),
            ("toString", "[1]", #""[1]""#), ("toString", "1.5", #""1.5""#), ("utf8Encode toString", #""x""#, #""x""#),
            ("htmlEscape", #""<a b='c'>&\"""#, #""&lt;a b=&#x27;c&#x27;&gt;&amp;&quot;""#),
            ("htmlUnescape", #""&lt;&amp;&apos;&#x41;&#66;&nope;& &eacute;""#, #""<&'AB&nope;& é""#),
            ("urlDecode", #""a%20b+c""#, #""a b+c""#), ("urlEncode", #""a b/ü""#, #""a%20b/%C3%BC""#),
            ("urlQueryParam q", #""http://h/?p=1&q=a+b%21#q=2""#, #""a b!""#), ("urlQueryParam p", #""/?p""#, #""""#),
            ("json $.a", #""{\"a\":5}""#, "5"), ("json $.a[*]", #"{"a":[1,2]}"#, "[1,2]"),
            ("xml \"string(//b)\"", #""<a><b>c</b></a>""#, #""c""#), ("xml \"count(//b)\"", #""<a><b/></a>""#, "1"),
            ("html \"p.x\" first", #""<p>a</p><p class='y x'>b</p>""#, #""b""#),
            ("jwtClaim sub", #""eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbmEifQ.""#, #""ana""#),
            (
                "hmacSha256 key", #""The quick brown fox jumps over the lazy dog""#,
                #""f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8""#
            ),
            (
                "toDate \"%d.%m.%Y %H:%M\" dateFormat \"%Y-%m-%dT%H:%M:%SZ %j %b %B %a %p %I\"", #""29.02.2024 13:05""#,
                #""2024-02-29T13:05:00Z 060 Feb February Thu PM 01""#
            ),
            (
                "toDate \"%+\" dateFormat \"%s %+\"", #""2024-01-01T01:00:00.250+01:00""#,
                #""1704067200 2024-01-01T00:00:00.250Z""#
            ),
            ("toDate \"%b %e %H:%M:%S %Y GMT\" dateFormat %F", #""Jan  9 12:00:00 2027 GMT""#, #""2027-01-09""#),
            // Breaks when the day of the year is read and thrown away.
            ("toDate \"%Y-%j\" dateFormat %F", #""2026-200""#, #""2026-07-19""#),
            ("toDate \"%F %j\" dateFormat %F", #""2024-12-31 366""#, #""2024-12-31""#),
            // Breaks when a leap second is held for a day that the month does not have.
            ("toDate \"%FT%T\" dateFormat \"%F %T\"", #""2016-12-31T23:59:60""#, #""2017-01-01 00:00:00""#),
            ("dateFormat %A", #""Wed, 13 Jan 2021 22:23:01 GMT""#, #""Wednesday""#),
        ])
    func gives(filters: String, value: String, result: String) throws {
        let found = try #require(try apply(filters, to: json(value)).asJSON)
        #expect(found.isEqual(to: try JSONParser.parse(Array(result.utf8))), "\(found)")
    }

    @Test(
        "A filter that can't be applied says why, and names the types",
        arguments: [
            ("base64Decode", #""%""#, "the text is not Base64"),
            ("base64Decode", "5", "`base64Decode` needs a string, and was given an integer"),
            ("base64UrlSafeDecode", #""+/""#, "the text is not Base64 for URLs"),
            ("base64Encode", "5", "`base64Encode` needs bytes or a string, and was given an integer"),
            ("count", #""x""#, "`count` needs an array, an object or bytes, and was given a string"),
            ("length", "true", "`length` needs a string, an array, an object or bytes, and was given a boolean"),
            ("first", "{}", "`first` needs an array, and was given an object"),
            ("sort", #"[1,"a"]"#, "only all numbers or all strings have an order"),
            ("keys", "[]", "`keys` needs an object, and was given an array"),
            ("split \"\"", #""x""#, "an empty text separates nothing"),
            ("replace \"\" x", #""x""#, "an empty text can't be replaced"),
            ("regex /a/", #""a""#, "the pattern has no group"),
            ("regex /a/", "5", "`regex` needs a string, and was given an integer"),
            ("toInt", #""x""#, "the text is no integer"),
            ("toInt", "1.5", "the number is no integer"), ("toFloat", #""x""#, "the text is no number"),
            ("toFloat", "[]", "`toFloat` needs a string or a number, and was given an array"),
            ("json $.a", #""{""#, "the text is not JSON"), ("jwtClaim a", #""a.b""#, "the text is no JSON Web Token"),
            ("toDate %Y", #""x""#, "the text is no date of the form `%Y`"),
            ("toDate %F", #""2023-02-30""#, "no date of the form"),
            ("toDate \"%Y-%j\"", #""2026-366""#, "no date of the form"),
            ("toDate \"%F %j\"", #""2026-01-31 032""#, "no date of the form"),
            ("toFloat", #""0x10""#, "the text is no number"), ("toFloat", #""inf""#, "the text is no number"),
            ("daysAfterNow", #""soon""#, "the text is no date of HTTP or ISO 8601"),
            ("daysAfterNow", "5", "`daysAfterNow` needs a date"),
            ("toHex", #""x""#, "`toHex` needs bytes, and was given a string"),
            ("urlDecode", #""%ff""#, "is not percent-encoded UTF-8"),
            ("base64Decode utf8Decode", #""/w==""#, "the bytes are not UTF-8"),
            ("base64Decode charsetDecode utf-16", #""/w==""#, "the bytes are no text in `utf-16`"),
            ("xml \"//a:b\"", #""<a/>""#, "it names a prefix that the document does not declare"),
            ("xml \"foo()\"", #""<a/>""#, "it names a function that XPath 1.0 does not have"),
            ("html a", #""""#, "the text is empty"),
        ])
    func refuses(filters: String, value: String, reason: String) throws {
        guard case .invalid(let text) = try apply(filters, to: json(value)) else {
            Issue.record("\(filters) of \(value) is \(try apply(filters, to: json(value)))")
            return
        }
        #expect(text.contains(reason), "\(text)")
    }

    @Test(
        "What isn't there is no value, which further filters pass on",
        arguments: [
            ("first", "[]"), ("last count", "[]"), ("nth 5", "[1]"), ("regex /z(.)/", #""abc""#),
            ("urlQueryParam x", #""http://h/?y=1""#), ("urlQueryParam x", #""http://h/""#),
            ("json $.b toInt", #"{"a":1}"#),
            ("jwtClaim iss", #""eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbmEifQ.""#), ("xml \"number(//a)\"", #""<a>x</a>""#),
        ])
    func findsNothing(filters: String, value: String) throws {
        guard case .missing = try apply(filters, to: json(value)) else {
            Issue.record("\(filters) of \(value) is \(try apply(filters, to: json(value)))")
            return
        }
    }

    @Test("Days are counted from now, whole ones only")
    func daysFromNow() throws {
        let now = Date(timeIntervalSince1970: 1_000_000_000)
        let later = Subject.date(now.addingTimeInterval(3.9 * 86_400))
        #expect(try DaysAfterNowFilter.apply(to: later, now: now) == .value(.integer(3)))
        #expect(try DaysBeforeNowFilter.apply(to: later, now: now) == .value(.integer(-3)))
    }

    @Test("An expression that takes too long is stopped")
    func xpathIsBounded() throws {
        let document = "<a>" + String(repeating: "<b/>", count: 3_000) + "</a>"
        let subject = try apply(
            "xml \"count(//b[count(//b[count(//b) > 0]) > 0])\"", to: .value(.string(document)))
        guard case .invalid(let reason) = subject else {
            Issue.record("\(subject)")
            return
        }
        #expect(reason.contains("steps"), "\(reason)")
    }

    @Test("A document that declares entities is refused, and external ones are never loaded")
    func entitiesStay() throws {
        let secret = FileManager.default.temporaryDirectory.appending(path: "rondo-entity-\(UUID().uuidString)")
        try Data("secret".utf8).write(to: secret)
        defer { try? FileManager.default.removeItem(at: secret) }
        let document = """
            <!DOCTYPE a [<!ENTITY x SYSTEM "file://\(secret.path)"><!ENTITY y "\(String(repeating: "z", count: 10))">]>
            <a>&x;</a>
            """
        let subject = try apply("xml \"string(/a)\"", to: .value(.string(document)))
        #expect(subject == .invalid(MarkupDocument.entitiesReason))
    }
}
