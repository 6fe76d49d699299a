import Foundation
import HTTPTransport
import Model
import Testing

@testable import Clouds

/// Answers of S3, and what is none.
struct S3AnswerTests {
    private func read(_ status: Int, _ body: String, _ headers: [(String, String)] = []) throws -> HTTPResponse {
        try S3Answer.checked(
            HTTPResponse(
                status: status, headers: HTTPHeaders(headers.map { HTTPHeaders.Field($0.0, $0.1) }),
                body: Data(body.utf8), timings: HTTPTimings(), httpVersion: "1.1", finalURL: "http://a"),
            ("s3:PutObject", "us-east-1"))
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
