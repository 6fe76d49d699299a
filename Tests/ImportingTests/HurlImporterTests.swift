import Foundation
import Testing

@testable import Importing

/// What requests and answers of Hurl become.
struct HurlImporterTests {
    private func result(_ text: String, _ change: (inout ImportOptions) -> Void = { _ in }) throws -> ImportResult {
        let result = try ImportedManifest.result(of: Data(text.utf8), file: "a.hurl", format: .hurl, change)
        let found = ImportedManifest.diagnostics(result.manifest, services: ["shop"])
        #expect(found.filter { $0.hasPrefix("error") } == [], "\(result.manifest)")
        return result
    }

    /// Breaks when requests that share a capture become tests of their own, which would never see it.
    @Test func requestsThatShareACaptureAreOneTest() throws {
        let text = """
            GET http://a.test/first
            HTTP 200
            [Captures]
            id: jsonpath "$.id"

            GET http://a.test/second/{{id}}
            HTTP 200
            """
        let shared = try result(text)
        #expect(shared.testCount == 1 && shared.requestCount == 2)
        #expect(shared.manifest.contains("integration:") && shared.manifest.contains("/second/${{ captures.id }}"))
        let apart = try result(text.replacing("{{id}}", with: "7"))
        #expect(apart.testCount == 2 && !apart.manifest.contains("integration:"))
    }

    /// Breaks when a request that changes data may run before one that stands above it, or without its cookies.
    @Test func theOrderOfChangingRequestsIsKept() throws {
        let changing = try result("POST http://a.test/x\nHTTP 201\n\nGET http://a.test/x\nHTTP 200\n")
        #expect(changing.testCount == 1 && changing.manifest.contains("integration:"))
        let reading = try result("GET http://a.test/x\nHTTP 200\n\nGET http://a.test/y\nHTTP 200\n")
        #expect(reading.testCount == 2)
        #expect(try result("POST http://a.test/x\nHTTP 201\n").manifest.contains("rest:"))
    }

    @Test func milliseconds() throws {
        #expect(
            try result("GET http://a.test\nHTTP 200\n[Asserts]\nduration < 1000\n").manifest.contains(
                "duration < 1000ms"))
    }

    @Test func whatIsOpenIsAParameter() throws {
        let open = try result("GET {{host}}/x\nX-Id: {{id}}\n")
        #expect(open.notes.map(\.description).filter { $0.contains("has no value") }.count == 2)
        let given = try result("GET {{host}}/x\nX-Id: {{id}}\n") {
            $0.variables = ["host": "http://b.test", "id": "7"]
        }
        #expect(given.notes == [])
        #expect(given.manifest.contains("default: http://b.test") && given.manifest.contains("default: 7"))
    }

    @Test func aServiceStandsForTheHost() throws {
        let manifest = try result("GET https://a.test/x?y=1\n\nGET {{host}}/z\n") { $0.service = "shop" }.manifest
        #expect(manifest.contains("service: shop\n        path: /x?y=1") && manifest.contains("path: /z"))
        #expect(!manifest.contains("a.test") && !manifest.contains("params"))
    }

    /// Breaks when a `$` before a template, or a `${{` of the input, is read as a reference of ours.
    @Test func textsOfTheInputStayTexts() throws {
        let manifest = try result("POST http://a.test\n`costs ${{price}} or $${{x}} and ${{ vars.y }}`\n").manifest
        #expect(manifest.contains("${{ '$' }}${{ params.price }}"))
        #expect(!manifest.contains("${{ vars.y }}") || manifest.contains("$${{ vars.y }}"))
    }

    /// Breaks when something that a suite can't say is dropped without a word.
    @Test(
        "What is not carried over is told with its line",
        arguments: [
            ("GET http://a.test\n[Options]\nrepeat: 3\n", 3, "repeat"),
            ("GET http://a.test\n[Options]\nunix-socket: a.sock\n", 3, "unix-socket"),
            ("GET http://a.test\n[Options]\nhttp3: true\n", 3, "http3"),
            ("GET http://a.test\n[Options]\noutput: x\n", 3, "output"),
            ("GET http://a.test\nHTTP 200\n[Asserts]\njsonpath \"$.length()\" == 1\n", 4, "jsonpath"),
            ("GET http://a.test\nHTTP 200\n[Asserts]\nbody == file,none.txt;\n", 4, "no file"),
            ("GET http://a.test\nHTTP 200\n[Captures]\nx: jsonpath \"nonsense(\"\n", 4, "capture"),
            ("POST http://a.test\nfile,none.bin;\n", 2, "none.bin"), ("POST http://a.test\nhex,ff00;\n", 2, "2 bytes"),
            ("POST http://a.test\n`{{newUuid}}`\n", 2, "newUuid"),
            ("POST http://a.test\n[Multipart]\na: 1\na: 2\n", 4, "second part"),
            ("POST http://a.test\n[Multipart]\n{{a}}: 1\n", 3, "no references"),
            ("GET http://a.test\n{{a}}: 1\n", 1, "no such name"),
            ("GET http://a.test\n[Options]\nmax-redirs: -1\n", 3, "is 100 now"),
            ("GET http://a.test\n[Options]\nlocation-trusted: true\n", 3, "location-trusted"),
            ("GET http://a.test\n[Options]\nretry: 3\n", 3, "sent again for 4s"),
            ("POST http://a.test\n{\"a\": {{newUuid}}}\n", 2, "newUuid"),
            ("POST http://a.test\n```graphql\n{ a }\nvariables {\"a\": \"{{newUuid}}\"}\n```\n", 2, "newUuid"),
            ("GET http://a.test\nHTTP 200\n[Asserts]\nbody == {{newDate}}\n", 4, "newDate"),
            ("GET http://a.test\n[Options]\nuser: {{newUuid}}:b\n", 1, "newUuid"),
        ])
    func notes(text: String, line: Int, word: String) throws {
        let notes = try result(text).notes
        #expect(notes.contains { $0.place == "a.hurl:\(line)" && $0.message.contains(word) }, "\(notes)")
    }

    /// Breaks when options are taken as they were written, so that `{{name}}` is sent as it stands.
    @Test func templatesInOptionsAreTemplates() throws {
        let text = """
            GET http://a.test
            [Options]
            user: {{name}}:{{password}}
            header: X-{{part}}: {{value}}
            header: X-B: b {{value}}
            proxy: {{proxy}}:3128
            variable: a=x{{b}}
            max-redirs: {{count}}
            HTTP 200
            [Asserts]
            body contains "{{a}}"

            GET http://a.test
            [Options]
            user: {{key}}:{{password}}
            aws-sigv4: aws:amz:{{region}}:s3
            HTTP 200
            """
        let result = try result(text) { $0.variables = ["count": "3", "proxy": "p.test"] }
        let manifest = result.manifest
        for line in [
            "user: ${{ params.name }}", "password: ${{ params.password }}", "X-B: b ${{ params.value }}",
            "proxy: http://${{ params.proxy }}:3128", "maxRedirects: 3", #"body contains "x${{ params.b }}""#,
            "accessKey: ${{ params.key }}", "region: ${{ params.region }}", "service: s3",
        ] {
            #expect(manifest.contains(line), "\(line): \(manifest)")
        }
        #expect(!manifest.contains("{{name}}"))
        #expect(result.notes.contains { $0.message.contains("the header `X-${{ params.part }}` was left out") })
    }

    /// Breaks when our default, that a status of 400 or more is a failure, is asked of a request that asks for nothing.
    @Test(
        "A request that asks for nothing asks for nothing here",
        arguments: ["", "HTTP *\n", "HTTP *\n[Captures]\na: body\n"])
    func nothingIsAsked(response: String) throws {
        #expect(try result("GET http://a.test\n\(response)").manifest.contains("- status >= 100"))
    }

    @Test(
        "What is asked for anyway needs no other question",
        arguments: ["HTTP 200\n", "HTTP *\nX-A: b\n", "HTTP *\n[Asserts]\nbody contains \"x\"\n"])
    func somethingIsAsked(response: String) throws {
        #expect(try !result("GET http://a.test\n\(response)").manifest.contains("status >= 100"))
    }

    /// Breaks when the variable of a host that a service stands for becomes a parameter, or its path is lost.
    @Test func aServiceStandsForHostsOfVariables() throws {
        let text = """
            GET {{protocol}}://{{host}}/a
            HTTP 200

            GET https://{{host}}/b?x={{x}}
            HTTP 200

            GET {{base}}/c
            HTTP 200
            """
        let service = try result(text) {
            $0.service = "shop"
            $0.variables = ["base": "https://api.test/v1", "x": "1"]
        }
        for path in ["path: /a\n", "path: /b?x=${{ params.x }}\n", "path: /v1/c\n"] {
            #expect(service.manifest.contains(path), "\(path): \(service.manifest)")
        }
        #expect(!service.manifest.contains("params.host") && service.notes == [])
        let known = try result(text) {
            $0.service = "shop"
            $0.serviceAddress = "https://shop.test/v1"
            $0.variables = ["base": "https://api.test/v1", "x": "1"]
        }
        #expect(known.manifest.contains("path: /c\n"))
    }

    @Test func aCertificateOfOnesOwn() throws {
        let text = "GET http://a.test\n[Options]\ncert: own.pem\nkey: own.key\ncacert: ca.pem\nHTTP 200\n"
        let there = try ImportedManifest.result(of: Data(text.utf8), file: "a.hurl", format: .hurl) {
            $0.file = { "files/\($0)" }
        }
        let manifest = there.manifest
        #expect(manifest.contains("clientCert:") && manifest.contains("cert: files/own.pem"), "\(manifest)")
        #expect(manifest.contains("key: files/own.key") && manifest.contains("ca: files/ca.pem") && there.notes == [])
        let missing = try result(text).notes
        #expect(missing.filter { $0.message.contains("no such file here") }.count == 3, "\(missing)")
        let both = try result("GET http://a.test\n[Options]\ncert: own.pem\nuser: a:b\nHTTP 200\n").notes
        #expect(both.contains { $0.message.contains("signs in one way") }, "\(both)")
    }

    /// Breaks when both are written, which whoever runs the test refuses.
    @Test func oneHeaderSignsIn() throws {
        let result = try result(
            "GET http://a.test\nAuthorization: x\nCookie: a=1\n[BasicAuth]\na: b\n[Cookies]\nb: 2\nHTTP 200\n")
        #expect(result.manifest.contains("basic:") && !result.manifest.contains("Authorization"))
        #expect(result.notes.map(\.place) == ["a.hurl:1"])
        #expect(result.manifest.contains("Cookie: a=1; b=2") && !result.manifest.contains("cookies:"))
    }

    /// Breaks when a name with a template stands where only texts are resolved.
    @Test func namesWithTemplatesStandInTexts() throws {
        let manifest = try result("POST http://a.test\n[Query]\n{{a}}: 1\n[Form]\n{{b}}: 2\nHTTP 200\n").manifest
        #expect(manifest.contains("url: http://a.test?${{ params.a }}=1"), "\(manifest)")
        #expect(manifest.contains("body: ${{ params.b }}=2"))
    }

    @Test func captureNamesComeOnce() throws {
        let manifest = try result(
            "GET http://a.test\nHTTP 200\n[Captures]\na b: body\na-b: status\n\nGET http://a.test/{{a b}}/{{a-b}}\nHTTP 200\n"
        ).manifest
        #expect(manifest.contains("/${{ captures.a-b }}/${{ captures.a-b-2 }}"), "\(manifest)")
    }

    /// Breaks when a text in an assertion takes the type of what it stands for.
    @Test func textsOfAssertionsStayTexts() throws {
        let manifest = try result(
            "GET http://a.test\nHTTP 200\n[Asserts]\njsonpath \"$.a\" == \"{{id}}\"\njsonpath \"$.b\" == {{id}}\n"
        ) { $0.variables = ["id": "42"] }.manifest
        #expect(
            manifest.contains("${{ params.id }}${{ '' }}") && manifest.contains("== ${{ params.id }}\n"), "\(manifest)")
    }

    /// Breaks when the environment that is written with a suite lacks the service that it is told to use.
    @Test(
        "A service that is not there yet gets the address of the file",
        arguments: [
            ("GET https://a.test:1/v1/x?y\n", "https://a.test:1"),
            ("GET {{host}}/x\n\nGET http://b.test\n", "http://b.test"),
            ("GET https://{{host}}/x\n", ""), ("GET https://a{{host}}/x\n", ""),
        ])
    func newServices(text: String, address: String) throws {
        let needs = try result(text) {
            $0.service = "shop"
            $0.isNewEnvironment = true
        }.needs
        #expect(needs.services == ["shop": address])
        #expect(try result(text) { $0.service = "shop" }.needs.services == [:])
    }
}
