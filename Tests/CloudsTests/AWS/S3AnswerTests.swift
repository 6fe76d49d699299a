import Foundation
import HTTPTransport
import Model
import Testing

@testable import Clouds

/// Answers of S3, and what is none.
struct S3AnswerTests {
    private func read(
        _ status: Int, _ body: String, _ headers: [(String, String)] = [], _ proof: S3Proof = .status
    ) throws -> HTTPResponse {
        try S3Answer.checked(
            HTTPResponse(
                status: status, headers: HTTPHeaders(headers.map { HTTPHeaders.Field($0.0, $0.1) }),
                body: Data(body.utf8), timings: HTTPTimings(), httpVersion: "1.1", finalURL: "http://a"),
            ("s3:PutObject", "us-east-1"), proof)
    }

    private static let completed = S3Proof.root("CompleteMultipartUploadResult", with: "ETag")
    private static let declaration = #"<?xml version="1.0" encoding="UTF-8"?>"#

    /// Breaks when blanks are not passed over, or keep an answer from being read.
    @Test("Blanks may come before an answer for as long as S3 thinks")
    func blanks() throws {
        let late = " \r\n  \n\(Self.declaration)\n<Error><Code>SlowDown</Code><Message>m</Message></Error>"
        for proof in [S3Proof.status, Self.completed, .header("ETag")] {
            let error = #expect(throws: AWSCallError.self) { try read(200, late, [], proof) }
            #expect(error?.code == "SlowDown" && error?.fault == .throttled(retryAfter: nil))
        }
        let good =
            " \n\(Self.declaration)<CompleteMultipartUploadResult xmlns=\"u\"><ETag>e</ETag></CompleteMultipartUploadResult>"
        _ = try read(200, good, [], Self.completed)
    }

    /// Breaks when a status is enough: the disk's copy of a file goes for it.
    @Test(
        "Without its proof a call was not carried out",
        arguments: [
            "", "  \n ", "<html><body>Welcome</body></html>", "OK", "<CompleteMultipartUploadResult><ETag>e</ETa",
            "<CompleteMultipartUploadResult><ETag></ETag></CompleteMultipartUploadResult>",
            "<ListBucketResult><ETag>e</ETag></ListBucketResult>", "<Error/>",
        ])
    func proof(_ body: String) throws {
        for proof in [Self.completed, .header("ETag")] {
            let error = #expect(throws: AWSCallError.self) { try read(200, body, [("Server", "proxy")], proof) }
            #expect(error?.fault == .unavailable && error?.failure == .transient(retryAfter: nil), "\(body)")
        }
        // Whatever a file holds.
        _ = try read(200, body, [("etag", "e")], .header("ETag"))
        _ = try read(206, "<Error><Code>x</Code></Error>", [("ETag", "e")], .header("ETag"))
    }

    @Test("An answer that is larger than its bound is not asked for again")
    func large() {
        for cause in [HTTPTransportError.bodyTooLarge(limit: 1), .headersTooLarge(limit: 1)] {
            let error = AWSCallError(action: "s3:GetObject", region: "r", cause: .transport(cause))
            #expect(error.failure == .permanent && error.fault == .unavailable)
        }
    }

    /// Breaks when an error that comes with 200 is taken for an answer.
    @Test("An error may come with 200, and is tried again then")
    func late() {
        let error = #expect(throws: AWSCallError.self) {
            try read(200, "<Error><Code>InternalError</Code><Message>m</Message><RequestId>r</RequestId></Error>")
        }
        #expect(error?.code == "InternalError" && error?.fault == .unavailable && error?.requestID == "r")
    }

    /// Breaks when the region that S3 tells is not passed on.
    @Test("A bucket that is elsewhere is told with its region, also where the answer has no body")
    func region() {
        let redirect = "<Error><Code>PermanentRedirect</Code><Message>Elsewhere.</Message></Error>"
        let malformed = "<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-west-1</Region></Error>"
        for (status, body, headers) in [
            (301, redirect, [("x-amz-bucket-region", "eu-west-1")]), (400, malformed, []),
            (301, "", [("x-amz-bucket-region", "eu-west-1")]),
        ] {
            let error = #expect(throws: AWSCallError.self) { try read(status, body, headers) }
            let field = error?.ofArtifacts as? S3FieldError
            #expect(field?.field == "clouds.aws.region" && field?.fault == .refused)
            #expect(field?.description.contains("the bucket is in eu-west-1") == true, "\(field?.reason ?? "")")
        }
    }

    @Test(
        "What is no answer of S3 is not taken for one",
        arguments: ["<html>", "{}", "<Error/>", "<Error><Code/></Error>"])
    func unreadable(_ body: String) {
        let error = #expect(throws: AWSCallError.self) { try read(500, body) }
        #expect(error?.fault == .unavailable)
        #expect(throws: AWSCallError.self) { try read(403, body) }
    }

    /// Breaks when rules are counted otherwise than they are cut out.
    @Test("Rules that can't be told apart are left alone")
    func rules() {
        func rules(_ text: String) -> [S3Lifecycle.Rule]? { S3Lifecycle.rules(Data(text.utf8)) }
        let own = "<Rule><ID>a &amp; b</ID><New  x=\"1\"> kept </New></Rule>"
        #expect(
            rules("<LifecycleConfiguration xmlns=\"u\">\n\(own)</LifecycleConfiguration>")
                == [S3Lifecycle.Rule(id: "a & b", text: own)])
        #expect(rules("<LifecycleConfiguration><Rule a=\"1\"><ID>x</ID></Rule></LifecycleConfiguration>") == nil)
        #expect(rules("<LifecycleConfiguration><Rule/></LifecycleConfiguration>") == nil)
        #expect(rules("<Other></Other>") == nil && rules("<html>") == nil)
        #expect(rules("<LifecycleConfiguration></LifecycleConfiguration>")?.isEmpty == true)
    }
}
