import Foundation
import Model
import TestExecution
import TestSupport
import Testing

/// Every field of a request against servers that nobody here wrote.
struct RequestOptionsTests {
    private func run(
        _ json: String, assert: [String] = [], secrets: [String] = [], files: [String: Data] = [:],
        timeout: TimeSpan = .seconds(60)
    ) async throws -> TaskResult {
        try await Fixture.run(
            .rest(try Fixture.request(json)), assert: assert, timeout: timeout, secrets: secrets, files: files)
    }

    private func expectPass(
        _ json: String, assert: [String], files: [String: Data] = [:],
        _ location: Testing.SourceLocation = #_sourceLocation
    ) async throws {
        let result = try await run(json, assert: assert, files: files)
        #expect(result.failures == [], sourceLocation: location)
        #expect(result.outcome == .passed, "\(result.message ?? "")", sourceLocation: location)
    }

    // MARK: Bodies

    @Test func aFormIsSent() async throws {
        try await expectPass(
            #"{"method":"POST","url":"COUNTERPART/post","form":{"a b":"1+1=2&ü","é":"~*-._","empty":""}}"#,
            assert: [
                #"json $.form == {"a b":"1+1=2&ü","é":"~*-._","empty":""}"#,
                #"json $.headers['Content-Type'] == "application/x-www-form-urlencoded""#,
            ])
    }

    /// Breaks when a file's name or type is left out, or a quote in a name ends it.
    @Test func partsAreSent() async throws {
        try await expectPass(
            #"""
            {"method":"POST","url":"COUNTERPART/post","multipart":{
              "say \"hi\"":"ümlaut\r\nline","typed":{"value":"{}","type":"application/json"},
              "data":{"file":"data/prices.csv"},"raw":{"file":"data/prices.csv","type":"text/csv","filename":"p;1.csv"}}}
            """#,
            assert: [
                #"json $.form == {"say \"hi\"":"ümlaut\r\nline","typed":"{}"}"#,
                #"json $.files.data == "a,1\n\"quoted\"\n""#, #"json $.files.raw == "a,1\n\"quoted\"\n""#,
                #"json $.headers['Content-Type'] startsWith "multipart/form-data; boundary=rondo-""#,
            ], files: ["data/prices.csv": Data("a,1\n\"quoted\"\n".utf8)])
        let seen = try await Fixture.run(
            .rest(
                try Fixture.request(
                    #"{"method":"POST","url":"\#(Fixture.url("/echo"))","multipart":{"f":{"file":"a.bin"}}}"#)),
            assert: [
                #"json $.body contains "; name=\"f\"; filename=\"a.bin\"\r\nContent-Type: application/octet-stream\r\n\r\nx\r\n""#
            ], files: ["a.bin": Data("x".utf8)])
        #expect(seen.failures == [])
    }

    @Test func aFileIsTheBody() async throws {
        try await expectPass(
            #"{"method":"PUT","url":"COUNTERPART/put","file":"a/b.txt","headers":{"Content-Type":"text/plain"}}"#,
            assert: [#"json $.data == "from a file""#, #"json $.headers['Content-Type'] == text/plain"#],
            files: ["a/b.txt": Data("from a file".utf8)])
        let bytes = Data((0...255).map { UInt8($0) })
        try await expectPass(
            #"{"method":"POST","url":"COUNTERPART/post","file":"all.bin"}"#,
            assert: [#"json $.data == "data:application/octet-stream;base64,\#(bytes.base64EncodedString())""#],
            files: ["all.bin": bytes])
    }

    @Test(arguments: [
        (#""file":"gone""#, "the body `file` can't be read: there is no file `gone`"),
        (#""multipart":{"p":{"file":"../x"}}"#, "part `p` can't be read: `../x` is not inside the scratch folder"),
        (#""tls":{"ca":"ca.pem"}"#, "`tls.ca` can't be read: there is no file `ca.pem`"),
        (
            #""auth":{"clientCert":{"cert":"c.pem","key":"k.pem"}}"#,
            "the client's certificate can't be read: there is no file `c.pem`"
        ),
        (
            #""auth":{"bearer":"x"},"headers":{"authorization":"y"}"#,
            "`auth` and the header `Authorization` say the same thing: take one of them away"
        ),
        (
            #""cookies":{"a":"1"},"headers":{"Cookie":"b=2"}"#,
            "`cookies` and the header `Cookie` say the same thing: take one of them away"
        ),
        (
            #""cookies":{"a":"1;2"}"#,
            "the request can't be sent: the value of cookie a has a `;`, a line break or a NUL in it"
        ),
    ])
    func whatCannotBeSentIsNamed(_ part: String, _ message: String) async throws {
        let result = try await run(#"{"url":"COUNTERPART/get",\#(part)}"#)
        #expect(result.outcome == .errored)
        #expect(result.message == message)
    }

    // MARK: Who sends it

    @Test func userPasswordAndTokenAreSent() async throws {
        let pair = #"{"user":"ana","password":"p:w ü"}"#
        for path in ["basic-auth/ana/p:w%20%C3%BC", "hidden-basic-auth/ana/p:w%20%C3%BC"] {
            try await expectPass(
                #"{"url":"COUNTERPART/\#(path)","auth":{"basic":\#(pair)}}"#, assert: ["json $.authenticated == true"])
        }
        try await expectPass(
            #"{"url":"COUNTERPART/bearer","auth":{"bearer":"t0k"}}"#, assert: [#"json $.token == "t0k""#])
    }

    /// Breaks when the digest is made of another method, or when Basic is sent in its place.
    @Test(arguments: ["MD5", "SHA-256"])
    func aDigestIsSent(_ algorithm: String) async throws {
        let url = "COUNTERPART/digest-auth/auth/ana/s3cret/\(algorithm)"
        try await expectPass(
            #"{"url":"\#(url)","auth":{"digest":{"user":"ana","password":"s3cret"}}}"#,
            assert: ["status == 200", "json $.authenticated == true", "redirects isEmpty"])
        let wrong = try await run(
            #"{"url":"\#(url)","auth":{"digest":{"user":"ana","password":"other"}}}"#, assert: ["status == 401"])
        #expect(wrong.outcome == .passed)
    }

    /// Breaks when id and secret are not encoded before they are joined, or the scope is left out.
    @Test func aTokenIsAskedForAndSent() async throws {
        let auth =
            #"{"oauth2":{"tokenURL":"COUNTERPART/oauth/token","clientId":"shop","clientSecret":"pass:word/+","scope":"prices"}}"#
        try await expectPass(
            #"{"url":"COUNTERPART/oauth/orders","auth":\#(auth)}"#, assert: [#"json $.scope == "prices""#])
        let failed = try await run(
            #"{"url":"COUNTERPART/oauth/orders","auth":\#(auth)}"#, assert: ["status == 500"])
        #expect(failed.exchange?.curl.contains("-H 'authorization: Bearer ***'") == true)
    }

    @Test(arguments: [
        ("wrong", "COUNTERPART/oauth/token", "prices", "it answered 401 (invalid_client)"),
        ("pass:word/+", "COUNTERPART/oauth/token", "all", "it answered 400 (invalid_scope"),
        ("x", "COUNTERPART/status/503", "prices", "it answered 503"),
        ("x", "COUNTERPART/anything", "prices", "its answer has no `access_token`"),
        ("x", "http://127.0.0.1:1/token", "prices", "cannot connect to 127.0.0.1:1: connection refused"),
    ])
    func aTokenThatIsNotGivenIsAnError(
        _ secret: String, _ url: String, _ scope: String, _ reason: String
    ) async throws {
        let result = try await run(
            #"""
            {"url":"COUNTERPART/oauth/orders","auth":{"oauth2":{"tokenURL":"\#(url)","clientId":"shop",
             "clientSecret":"\#(secret)","scope":"\#(scope)"}}}
            """#)
        #expect(result.outcome == .errored)
        #expect(result.message?.contains("no token from http://") == true)
        #expect(result.message?.contains(reason) == true, "\(result.message ?? "")")
    }

    @Test(
        "botocore takes the signatures",
        arguments: [
            #""url":"COUNTERPART/aws/service/""#,
            #""url":"COUNTERPART/aws/service/a b/ü/%2F/x","query":{"b":"2","a":"1 +/&=","A":""}"#,
            #""url":"COUNTERPART/aws/service/./a//../b?z&y=2&x=%3A%40","headers":{"X-Amz-Target":"  T.  x ","Accept":"a/b"}"#,
            #""method":"POST","url":"COUNTERPART/aws/execute-api/orders","json":{"sku":"A1"}"#,
            #""method":"PUT","url":"COUNTERPART/aws/s3/bucket/a b%2Bc/./key","body":"content""#,
        ])
    func requestsAreSignedForAWS(_ parts: String) async throws {
        let service = parts.contains("/s3/") ? "s3" : parts.contains("execute-api") ? "execute-api" : "service"
        let auth = #"""
            {"awsSigV4":{"accessKey":"AKIDEXAMPLE","secretKey":"wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
             "region":"eu-west-1","service":"\#(service)","sessionToken":"session+/="}}
            """#
        try await expectPass("{\(parts),\"auth\":\(auth)}", assert: ["json $.holds == true"])
    }

    // MARK: The way

    @Test func cookiesAreSent() async throws {
        try await expectPass(
            #"{"url":"COUNTERPART/cookies","cookies":{"session":"x=y","b":"2"}}"#,
            assert: [#"json $.cookies == {"session":"x=y","b":"2"}"#])
        try await expectPass(
            #"{"url":"COUNTERPART/cookies/set?fresh=1","cookies":{"b":"2"},"followRedirects":true}"#,
            assert: [#"json $.cookies == {"fresh":"1","b":"2"}"#, "redirects count == 1"])
    }

    @Test func redirectsAreCounted() async throws {
        let three = try await run(
            #"{"url":"COUNTERPART/redirect/3","followRedirects":true,"maxRedirects":2}"#, assert: ["status == 200"])
        #expect(three.outcome == .failed)
        #expect(three.message == "more than 2 redirects")
        try await expectPass(
            #"{"url":"COUNTERPART/redirect/20","followRedirects":true}"#, assert: ["redirects count == 20"])
        #expect(
            try await run(#"{"url":"COUNTERPART/redirect/21","followRedirects":true}"#).message
                == "more than 20 redirects")
    }

    @Test(arguments: ["gzip", "deflate", "brotli"])
    func compressedAnswersAreUnpacked(_ form: String) async throws {
        let flag = form == "gzip" ? "gzipped" : form == "deflate" ? "deflated" : "brotli"
        try await expectPass(
            #"{"url":"COUNTERPART/\#(form)","compressed":true}"#,
            assert: ["json $.\(flag) == true", #"json $.headers['Accept-Encoding'] contains "br""#])
        let asked = try await run(
            #"{"url":"COUNTERPART/headers"}"#, assert: ["json $.headers['Accept-Encoding'] exists"])
        #expect(asked.outcome == .failed)
    }

    /// Breaks when the bound of a request counts as the test's.
    @Test func theTimeOfOneRequestIsApartFromTheTests() async throws {
        let url = try Fixture.url("/hang")
        let own = try await run(#"{"url":"\#(url)","timeout":"200ms"}"#)
        #expect(own.outcome == .failed)
        #expect(own.message?.hasSuffix("within 200ms") == true)
        let tests = try await run(#"{"url":"\#(url)","timeout":"1m"}"#, timeout: .milliseconds(200))
        #expect(tests.outcome == .timedOut)
        #expect(tests.message?.hasSuffix("within 200ms") == true)
    }

    @Test func thePhasesAreTold() async throws {
        let peers = try NamedPeer()
        let request =
            #"{"url":"\#(peers.url)/x","tls":{"ca":"ca.pem","serverName":"shop.example","min":"1.3"},"http":"1.1"}"#
        let files = ["ca.pem": Data(peers.certificate.utf8)]
        let result = try await run(
            request, assert: [#"body == "shop.example|\#(peers.host)""#, "version == 1.1", "tls.version == TLSv1.3"],
            files: files)
        #expect(result.failures == [])
        let exchange = try #require(result.exchange)
        #expect(exchange.connect != nil && exchange.tls != nil && exchange.polls == nil)
        #expect(exchange.curl.isEmpty)
        let plain = try await run(#"{"url":"COUNTERPART/get"}"#)
        #expect(plain.exchange?.connect != nil && plain.exchange?.tls == nil)
    }
}

/// nginx with a certificate for `shop.example` alone; it answers the name that was asked for and the `Host`.
struct NamedPeer {
    let certificate: String
    let url: String
    let host: String
    private let server: NginxServer
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        let authority = try TLSAuthority(in: directory.url)
        try authority.issue("named", names: "DNS:shop.example")
        let folder = authority.folder.path(percentEncoded: false)
        server = try NginxServer(in: directory.url, ports: 1) { place in
            """
            server {
              listen 127.0.0.1:\(place.ports[0]) ssl http2;
              ssl_certificate \(folder)/named.pem; ssl_certificate_key \(folder)/named.key;
              ssl_protocols TLSv1.2 TLSv1.3;
              default_type text/plain;
              location / { return 200 "$ssl_server_name|$http_host"; }
            }
            """
        }
        certificate = authority.certificate
        host = "localhost:\(server.ports[0])"
        url = "https://\(host)"
    }
}
