import Foundation
import HTTPTransport
import Model
import TestLanguage
import Testing

@testable import TestExecution

/// Requests and assertions whose verdict Hurl's documentation states, held against our own grammar and evaluation.
///
/// Sources: https://github.com/Orange-OpenSource/hurl, `docs/asserting-response.md` and `docs/filters.md`, read at commits
/// 13d3f9a6b76e2c852c02a1ced4f95be988f160a4 and 07745d3584b442cb5492978df965d1467326adc4. The lines are theirs; where a
/// page shows no response, the response here is one that its text describes. Where a line is ours, the comment says why.
struct HurlDocumentationTests {
    struct Response: Sendable {
        var status = 200
        var headers: [(String, String)] = []
        var body = Data()
        var url = "http://localhost:8000/"
        var tls: HTTPTLSFacts?
        var variables: [String: JSONValue] = [:]

        static func json(_ text: String) -> Response {
            Response(headers: [("Content-Type", "application/json")], body: Data(text.utf8))
        }

        static func html(_ text: String) -> Response {
            Response(headers: [("Content-Type", "text/html; charset=UTF-8")], body: Data(text.utf8))
        }
    }

    private func failures(_ lines: [String], _ response: Response) throws -> [AssertionFailure] {
        var headers = HTTPHeaders()
        for (name, value) in response.headers { headers.append(name, value) }
        var evidence = Evidence(
            HTTPResponse(
                status: response.status, headers: headers, body: response.body,
                timings: HTTPTimings(total: .milliseconds(11)), httpVersion: "1.1", finalURL: response.url,
                tls: response.tls))
        evidence.variables = response.variables
        let settings = TestSettings(name: "t", assert: try lines.map(AssertionParser.parse))
        return Evaluation(of: evidence, claims: Claims(settings), redactor: Redactor()).failures
    }

    private func expectPasses(_ lines: [String], _ response: Response) throws {
        for line in lines {
            let failures = try failures([line], response)
            #expect(failures.isEmpty, "\(line): \(failures)")
        }
    }

    /// A runner error in Hurl: a failure here, with `not` too.
    private func expectErrors(_ query: String, _ claim: String, _ response: Response) throws {
        #expect(try failures(["\(query) \(claim)"], response).count == 1, "\(query) \(claim)")
        #expect(try failures(["\(query) not \(claim)"], response).count == 1, "\(query) not \(claim)")
    }

    @Test("asserting-response.md: status and url")
    func statusAndURL() throws {
        try expectPasses(["status < 300"], Response())
        try expectPasses(["status > 400", "status <= 500"], Response(status: 404))
        try expectPasses(
            ["url == \"https://example.org/redirected\""], Response(url: "https://example.org/redirected"))
        // Hurl counts milliseconds; a duration has a unit here.
        try expectPasses(["duration < 1000ms"], Response())
    }

    @Test("asserting-response.md: headers, of which one name may come several times")
    func headers() throws {
        try expectPasses(
            [
                #"header "Location" contains "www.example.net""#,
                #"header "Last-Modified" matches /\d{2} [a-z-A-Z]{3} \d{4}/"#,
                #"header "Last-Modified" == "Wed, 21 Oct 2015 07:28:00 GMT""#,
                #"header "Content-Type" contains "text/html""#, #"header "Content-Length" == "12424""#,
            ],
            Response(
                status: 302,
                headers: [
                    ("Location", "http://www.example.net/home"), ("Last-Modified", "Wed, 21 Oct 2015 07:28:00 GMT"),
                    ("Content-Type", "text/html"), ("Content-Length", "12424"),
                ]))
        let vary = Response(headers: [("Vary", "Content-Type"), ("Vary", "User-Agent")])
        try expectPasses(
            [
                #"header "Vary" count == 2"#, #"header "Vary" includes "User-Agent""#,
                #"header "Vary" includes "Content-Type""#,
            ], vary)
        #expect(try failures([#"header "Vary" includes "Accept""#], vary).count == 1)
    }

    @Test("asserting-response.md: cookies and their attributes")
    func cookies() throws {
        let response = Response(headers: [
            (
                "Set-Cookie",
                "LSID=DQAAAKEaem_vYg; Expires=Wed, 13 Jan 2021 22:23:01 GMT; Secure; HttpOnly; Path=/accounts; SameSite=Lax;"
            ),
            (
                "Set-Cookie",
                "HSID=AYQEVnDKrdst; Domain=localhost; Expires=Wed, 13 Jan 2021 22:23:01 GMT; HttpOnly; Path=/"
            ),
            (
                "Set-Cookie",
                "SSID=Ap4PGTEq; Domain=localhost; Expires=Wed, 13 Jan 2021 22:23:01 GMT; Secure; HttpOnly; Path=/"
            ),
        ])
        try expectPasses(
            [
                #"cookie "LSID" == "DQAAAKEaem_vYg""#, #"cookie "LSID[Value]" == "DQAAAKEaem_vYg""#,
                #"cookie "LSID[Expires]" exists"#, #"cookie "LSID[Expires]" contains "Wed, 13 Jan 2021""#,
                #"cookie "LSID[Max-Age]" not exists"#, #"cookie "LSID[Domain]" not exists"#,
                #"cookie "LSID[Path]" == "/accounts""#, #"cookie "LSID[Secure]" exists"#,
                #"cookie "LSID[HttpOnly]" exists"#,
                // The page writes `equals`, which its grammar of today spells `==`.
                #"cookie "LSID[SameSite]" == "Lax""#,
                // filters.md, format; the page leaves the zone out.
                #"cookie "LSID[Expires]" format "%a, %d %b %Y %H:%M:%S" == "Wed, 13 Jan 2021 22:23:01""#,
            ], response)
    }

    @Test("asserting-response.md: body, bytes and digests")
    func bodies() throws {
        try expectPasses(
            [#"body contains "<h1>Welcome!</h1>""#], .html("<html><body><h1>Welcome!</h1></body></html>"))
        try expectPasses(
            ["bytes startsWith hex,efbbbf;", "bytes count == 5"],
            Response(body: Data([0xEF, 0xBB, 0xBF, 0x61, 0x62])))
        try expectPasses(["bytes contains hex,beef;"], Response(body: Data([0x01, 0xBE, 0xEF])))
        // The digests are those of the body `foo`, since the page's archive is not at hand.
        try expectPasses(
            [
                "sha256 == hex,2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae;",
                "md5 == hex,acbd18db4cc2f85cedef654fccc4a4d8;",
            ], Response(body: Data("foo".utf8)))
        let date = Response(body: Data("2018-12-31".utf8))
        try expectPasses(
            [
                #"regex "^(\\d{4}-\\d{2}-\\d{2})$" == "2018-12-31""#, #"regex /^(\d{4}-\d{2}-\d{2})$/ == "2018-12-31""#,
                #"body matches /\d{4}-\d{2}-\d{2}/"#,
            ], date)
        // "The regex pattern must have at least one capture group, otherwise the assert will fail."
        try expectErrors(#"regex /^\d{4}/"#, #"== "2018""#, date)
    }

    @Test("asserting-response.md: XPath on HTML")
    func xpath() throws {
        let page = Response.html(
            """
            <!doctype html>
            <html>
              <head>
                <title>Example Domain</title>
              </head>
              <body>
                <div>
                  <h1>Example</h1>
                  <p>This domain is for use in illustrative examples in documents.</p>
                  <p><a href="https://www.iana.org/domains/example">More information...</a></p>
                </div>
                <article id="electric-cars" data-visible="true"></article>
              </body>
            </html>
            """)
        try expectPasses(
            [
                #"xpath "string(/html/head/title)" contains "Example""#, #"xpath "count(//p)" == 2"#,
                #"xpath "//p" count == 2"#, #"xpath "boolean(count(//h2))" == false"#, #"xpath "//h2" not exists"#,
                #"xpath "boolean(count(//h1))" == true"#, #"xpath "//h1" exists"#,
                #"xpath "string(//article/@data-visible)" == "true""#,
                #"xpath "normalize-space(//h1)" contains "Example""#,
                #"xpath "string(//article/@id)" startsWith "electric""#,
            ], page)
    }

    @Test("asserting-response.md: XPath with namespaces")
    func namespaces() throws {
        let book = Response(
            headers: [("Content-Type", "application/xml")],
            body: Data(
                """
                <?xml version="1.0"?>
                <!-- both namespace prefixes are available throughout -->
                <bk:book xmlns:bk='urn:loc.gov:books'
                         xmlns:isbn='urn:ISBN:0-395-36341-6'>
                    <bk:title>Cheaper by the Dozen</bk:title>
                    <isbn:number>1568491379</isbn:number>
                </bk:book>
                """.utf8))
        try expectPasses(
            [
                #"xpath "string(//bk:book/bk:title)" == "Cheaper by the Dozen""#,
                #"xpath "string(//*[name()='bk:book']/*[name()='bk:title'])" == "Cheaper by the Dozen""#,
                #"xpath "string(//*[local-name()='book']/*[local-name()='title'])" == "Cheaper by the Dozen""#,
                #"xpath "string(//bk:book/isbn:number)" == "1568491379""#,
                #"xpath "string(//*[name()='bk:book']/*[name()='isbn:number'])" == "1568491379""#,
                #"xpath "string(//*[local-name()='book']/*[local-name()='number'])" == "1568491379""#,
            ], book)
        // "For convenience, the first default namespace can be used with `_`"
        try expectPasses(
            [#"xpath "string(//_:a/_:b)" == "c""#],
            Response(headers: [("Content-Type", "text/xml")], body: Data("<a xmlns='urn:x'><b>c</b></a>".utf8)))
    }

    @Test("asserting-response.md: JSONPath and the types of values")
    func jsonpath() throws {
        let show = Response.json(
            #"""
            {"slideshow": {"author": "Yours Truly", "date": "date of publication", "slides": [
              {"title": "Wake up to WonderWidgets!", "type": "all"}, {"title": "Mind Blowing!", "type": "all"}],
              "title": "Sample Slide Show"}, "date": "2024-02-29", "name": "Hello World!", "flag": true, "count": 3,
              "height": 1.75, "movies": [], "year": 1978, "movie": "The Empire Strikes Back", "color": "blue"}
            """#)
        try expectPasses(
            [
                #"jsonpath "$.slideshow.author" == "Yours Truly""#,
                #"jsonpath "$.slideshow.slides[0].title" contains "Wonder""#,
                #"jsonpath "$.slideshow.slides" count == 2"#, #"jsonpath "$.slideshow.date" != null"#,
                #"jsonpath "$.slideshow.slides[*].title" includes "Mind Blowing!""#,
                #"jsonpath "$.date" matches "^\\d{4}-\\d{2}-\\d{2}$""#,
                #"jsonpath "$.name" matches "Hello [a-zA-Z]+!""#,
                #"jsonpath "$.date" matches /^\d{4}-\d{2}-\d{2}$/"#, #"jsonpath "$.name" matches /Hello [a-zA-Z]+!/"#,
                // The table of predicates.
                #"jsonpath "$.color" != "red""#, #"jsonpath "$.year" >= 1978"#, #"jsonpath "$.year" <= 1978"#,
                #"jsonpath "$.movie" startsWith "The""#, #"jsonpath "$.movie" endsWith "Back""#,
                #"jsonpath "$.movie" contains "Empire""#, #"jsonpath "$.movies" isEmpty"#,
                #"jsonpath "$.count" isInteger"#, #"jsonpath "$.height" isFloat"#, #"jsonpath "$.flag" isBoolean"#,
                #"jsonpath "$.name" isString"#, #"jsonpath "$.slideshow.slides" isCollection"#,
                #"jsonpath "$.movie" exists"#, #"jsonpath "$.actor" not exists"#,
                #"jsonpath "$.movie" not contains "Dune""#,
                #"jsonpath "$.flag" == true"#,
            ], show)
        #expect(try failures([#"jsonpath "$.year" > 1978"#, #"jsonpath "$.year" < 1978"#], show).count == 2)
        // "`\"true\"` is a string, whereas `true` is a boolean."
        try expectErrors(#"jsonpath "$.flag""#, #"== "true""#, show)
        // "If a query returns a number, using a `matches` predicate will cause a runner error."
        try expectErrors(#"jsonpath "$.year""#, #"matches "19""#, show)
        try expectErrors(#"jsonpath "$.year""#, #"startsWith "19""#, show)
    }

    @Test("asserting-response.md: variables and certificates")
    func variablesAndCertificates() throws {
        try expectPasses(
            [#"variable "pets" count == 2"#], Response(variables: ["pets": .array([.string("a"), .string("b")])]))
        let tls = HTTPTLSFacts(
            version: "TLSv1.3",
            certificate: [
                "Subject": "CN = example.org", "Issuer": "C = US, O = Let's Encrypt, CN = R3",
                "Expire date": "Jan  9 12:00:00 2099 GMT", "Serial Number": "04a3f0",
            ])
        try expectPasses(
            [
                #"certificate "Subject" == "CN=example.org""#,
                #"certificate "Issuer" == "C=US, O=Let's Encrypt, CN=R3""#,
                #"certificate "Expire-Date" daysAfterNow > 15"#, #"certificate "Serial-Number" matches "[0-9af]+""#,
            ], Response(tls: tls))
    }

    @Test("filters.md: every filter with an example of its own")
    func filters() throws {
        let values = Response(
            headers: [
                ("Content-Type", "application/json"), ("x-servers", "rec1,rec3"), ("header2", "Hello Bob!"),
                ("Expires", "Wed, 13 Jan 2016 22:23:01 GMT"),
            ],
            body: Data(
                #"""
                {"token": "5L2g5aW95LiW55WM", "books": ["Dune", "Dune Messiah", "Children of Dune"], "text": "a > b",
                 "escaped_html": ["", "Foo &copy; bar &#x1d306;"], "url": "https://mozilla.org/?x=шеллы",
                 "encoded_url": "https://mozilla.org/?x=%D1%88%D0%B5%D0%BB%D0%BB%D1%8B",
                 "ips": "192.168.2.1, 10.0.0.20, 10.0.0.10", "published": "2023-01-23T18:25:43.511Z", "pi": "3.14",
                 "id": "123", "link": "http://example.org"}
                """#.utf8),
            variables: [
                "books": .string(#"[{"name":"Dune","author":"Franck Herbert"}]"#)
            ])
        try expectPasses(
            [
                #"jsonpath "$.token" base64Decode == hex,e4bda0e5a5bde4b896e7958c;"#, #"jsonpath "$.books" count == 3"#,
                #"header "x-servers" split "," count == 2"#, #"header "x-servers" split "," nth 0 == "rec1""#,
                #"header "x-servers" split "," nth 1 == "rec3""#,
                #"jsonpath "$.text" htmlEscape == "a &gt; b""#,
                #"jsonpath "$.escaped_html[1]" htmlUnescape == "Foo © bar 𝌆""#,
                #"variable "books" jsonpath "$[0].name" == "Dune""#,
                #"variable "books" jsonpath "$[0].author" == "Franck Herbert""#,
                #"jsonpath "$.books" nth 2 == "Children of Dune""#, #"header "header2" regex "Hello (.*)!" == "Bob""#,
                #"header "header2" regex /Hello (.*)!/ == "Bob""#,
                #"jsonpath "$.link" replace "http://" "https://" == "https://example.org""#,
                #"jsonpath "$.ips" replace ", " "|" == "192.168.2.1|10.0.0.20|10.0.0.10""#,
                #"jsonpath "$.id" replace /\d/ "x" == "xxx""#, #"jsonpath "$.ips" split ", " count == 3"#,
                #"header "Expires" toDate "%a, %d %b %Y %H:%M:%S GMT" daysBeforeNow > 1000"#,
                #"jsonpath "$.published" == "2023-01-23T18:25:43.511Z""#,
                #"jsonpath "$.published" toDate "%Y-%m-%dT%H:%M:%S%.fZ" format "%A" == "Monday""#,
                #"jsonpath "$.published" toDate "%+" format "%A" == "Monday""#, #"jsonpath "$.pi" toFloat == 3.14"#,
                #"jsonpath "$.id" toInt == 123"#,
                #"jsonpath "$.encoded_url" urlDecode == "https://mozilla.org/?x=шеллы""#,
                #"jsonpath "$.url" urlEncode == "https%3A//mozilla.org/%3Fx%3D%D1%88%D0%B5%D0%BB%D0%BB%D1%8B""#,
            ], values)
        try expectPasses(
            [#"bytes base64Encode == "5L2g5aW95LiW55WM""#], Response(body: Data("你好世界".utf8)))
        // "The 'Content-Type' HTTP response header does not precise the charset 'gb2312'"
        let china = Data([0xC4, 0xE3, 0xBA, 0xC3, 0xCA, 0xC0, 0xBD, 0xE7])
        try expectPasses(
            [
                #"header "Content-Type" == "text/html""#, #"bytes decode "gb2312" xpath "string(//body)" == "你好世界""#,
            ],
            Response(
                headers: [("Content-Type", "text/html")],
                body: Data("<html><body>".utf8) + china + Data("</body></html>".utf8)))
        // "The encoding used to decode the body is based on the `charset` value in the `Content-Type` header response."
        try expectPasses(
            [#"body == "你好世界""#], Response(headers: [("Content-Type", "text/plain; charset=gb2312")], body: china))
    }
}
