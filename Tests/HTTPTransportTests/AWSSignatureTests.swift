import Foundation
import Model
import Testing

@testable import HTTPTransport

/// The suite of aws-c-auth: signatures in headers and in queries.
struct AWSSignatureTests {
    struct Case: Decodable {
        struct Context: Decodable {
            struct Credentials: Decodable {
                let access_key_id: String
                let secret_access_key: String
                let token: String?
            }

            let credentials: Credentials
            let normalize: Bool
            let omit_session_token: Bool?
            let region: String
            let service: String
            let sign_body: Bool
            let timestamp: String
            let expiration_in_seconds: Int
        }

        let name: String
        let context: Context
        let request: String
        let canonical: String
        let stringToSign: String
        let signature: String
        let queryCanonical: String
        let queryStringToSign: String
        let querySignature: String
        let querySignedRequest: String

        enum CodingKeys: String, CodingKey {
            case name, context, request
            case canonical = "header-canonical-request"
            case stringToSign = "header-string-to-sign"
            case signature = "header-signature"
            case queryCanonical = "query-canonical-request"
            case queryStringToSign = "query-string-to-sign"
            case querySignature = "query-signature"
            case querySignedRequest = "query-signed-request"
        }
    }

    private static let cases: [Case]? = {
        struct Suite: Decodable { let cases: [Case] }
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let data =
            ProcessInfo.processInfo.environment["RONDO_TEST_DATA"].map { URL(filePath: $0) }
            ?? root.deletingLastPathComponent().appending(path: "shared/data")
        guard let text = try? Data(contentsOf: data.appending(path: "suites/aws-sigv4/sigv4-dev.json")) else {
            return nil
        }
        return try? JSONDecoder().decode(Suite.self, from: text).cases
    }()

    private static func signature(of test: Case) throws -> AWSSignature {
        let context = test.context
        return AWSSignature(
            signing: AWSSigning(
                accessKey: context.credentials.access_key_id, secretKey: context.credentials.secret_access_key,
                sessionToken: context.credentials.token, region: context.region, service: context.service),
            date: try Date(context.timestamp, strategy: .iso8601), tidiesPath: context.normalize)
    }

    /// Mutation: sort the query before its parts are encoded, or join equal headers in another order.
    @Test("Every case of the suite is signed as AWS signs it, in headers and in the query")
    func suite() throws {
        guard let cases = Self.cases else {
            print("skipped: no aws-sigv4 suite beside the package")
            return
        }
        for test in cases {
            let signature = try Self.signature(of: test)
            let input = Self.input(of: test)
            #expect(signature.canonicalRequest(for: input) == test.canonical, "\(test.name)")
            #expect(signature.stringToSign(for: input) == test.stringToSign, "\(test.name)")
            #expect(signature.authorization(for: input).hasSuffix("Signature=\(test.signature)"), "\(test.name)")

            var plain = input
            plain.headers.removeAll { $0.name.lowercased().hasPrefix("x-amz-") }
            // A body's digest is a header of the suite that is signed in queries as well.
            plain.headers += Self.added(in: test.queryCanonical)
            let expires = Duration.seconds(test.context.expiration_in_seconds)
            let signsToken = test.context.omit_session_token != true
            let presigned = signature.presigning(plain, expires: expires, signsToken: signsToken)
            #expect(signature.canonicalRequest(for: presigned) == test.queryCanonical, "\(test.name)")
            #expect(signature.stringToSign(for: presigned) == test.queryStringToSign, "\(test.name)")
            #expect(signature.signature(for: presigned) == test.querySignature, "\(test.name)")
            let query = signature.presignedQuery(of: plain, expires: expires, signsToken: signsToken)
            let line = test.querySignedRequest.prefix { $0 != "\n" }
            #expect(Self.parts(query) == Self.parts(Self.query(ofRequestLine: String(line))), "\(test.name)")
        }
        print("aws-sigv4: \(cases.count) cases, in headers and in queries")
        #expect(cases.count == 19)
    }

    private static func query(ofRequestLine line: String) -> String {
        let target = line.split(separator: " ").dropFirst().dropLast().joined(separator: " ")
        return String(target.drop { $0 != "?" }.dropFirst())
    }

    /// In no order, as servers read them.
    private static func parts(_ query: String) -> Set<String> {
        Set(
            query.split(separator: "&").map { part in
                let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
                    PercentEncoding.encode($0.removingPercentEncoding ?? String($0))
                }
                return pair.joined(separator: "=")
            })
    }

    private static let documented = AWSSigning(
        accessKey: "AKIAIOSFODNN7EXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", region: "us-east-1",
        service: "s3")

    /// "Authenticating requests: using query parameters" of the S3 API reference.
    @Test("A presigned URL is the documented one")
    func presigned() throws {
        let signature = AWSSignature(
            signing: Self.documented, date: try Date("2013-05-24T00:00:00Z", strategy: .iso8601))
        let url = signature.presigned(
            HTTPRequest(url: "https://examplebucket.s3.amazonaws.com/test.txt"), expires: .seconds(86_400))
        #expect(
            url == "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
                + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
                + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
                + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404")
    }

    /// "Transferring payload in multiple chunks" of the S3 API reference.
    @Test("The chunks of a body are framed as documented")
    func chunks() throws {
        let signature = AWSSignature(
            signing: Self.documented, date: try Date("2013-05-24T00:00:00Z", strategy: .iso8601))
        let request = HTTPRequest(
            method: "PUT", url: "https://s3.amazonaws.com/examplebucket/chunkObject.txt",
            headers: [
                ("x-amz-storage-class", "REDUCED_REDUNDANCY"), ("content-encoding", "aws-chunked"),
                ("x-amz-decoded-content-length", "66560"),
                ("content-length", "\(ChunkSigner.framedCount(of: 66_560, chunk: 65_536))"),
            ])
        let headers = signature.headers(for: request, payload: .chunked)
        let authorization = try #require(headers.last?.value)
        let seed = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9"
        #expect(authorization.hasSuffix("Signature=\(seed)"), "\(authorization)")
        var signer = signature.chunks(after: seed)
        let first = signer.frame(Data(repeating: 0x61, count: 65_536))
        let second = signer.frame(Data(repeating: 0x61, count: 1_024))
        let last = signer.frame(Data())
        func head(_ frame: Data) -> String { String(decoding: frame.prefix { $0 != 0x0D }, as: UTF8.self) }
        #expect(
            head(first)
                == "10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648")
        #expect(
            head(second) == "400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497")
        #expect(head(last) == "0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9")
        #expect(first.count + second.count + last.count == 66_824)
    }

    @Test("A body that is not signed, and the session's token, are said in headers")
    func unsignedPayload() {
        let signing = AWSSigning(
            accessKey: "AKIDEXAMPLE", secretKey: "secret", sessionToken: "session", region: "us-east-1", service: "s3")
        let headers = AWSSignature(signing: signing, date: Date(timeIntervalSince1970: 0)).headers(
            for: HTTPRequest(method: "PUT", url: "https://bucket.s3.amazonaws.com/a", body: Data("x".utf8)),
            payload: .unsigned)
        #expect(headers.contains { $0 == ("x-amz-content-sha256", "UNSIGNED-PAYLOAD") })
        #expect(headers.contains { $0 == ("x-amz-security-token", "session") })
        let signed = headers.last?.value ?? ""
        #expect(signed.contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,"))
    }

    private static func input(of test: Case) -> AWSSignature.Input {
        let parts = test.request.components(separatedBy: "\n\n")
        let lines = parts[0].split(separator: "\n").map(String.init)
        let words = lines[0].split(separator: " ").map(String.init)
        let target = words[1..<(words.count - 1)].joined(separator: " ")
        var headers = lines.dropFirst().map { line -> (name: String, value: String) in
            let pair = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            return (pair[0], pair[1])
        }
        let body = parts.count > 1 ? parts[1] : ""
        headers += added(in: test.canonical)
        let path = String(target.prefix { $0 != "?" })
        return AWSSignature.Input(
            method: words[0], path: path, query: String(target.dropFirst(path.count).dropFirst()), headers: headers,
            payload: AWSSignature.Payload.signed.text(of: Data(body.utf8)))
    }

    /// What the suite's signer adds, read off its canonical request.
    private static func added(in canonical: String) -> [(name: String, value: String)] {
        canonical.split(separator: "\n").filter { $0.hasPrefix("x-amz-") }.compactMap { line in
            let pair = line.split(separator: ":", maxSplits: 1).map(String.init)
            return pair.count == 2 ? (pair[0], pair[1]) : nil
        }
    }
}
