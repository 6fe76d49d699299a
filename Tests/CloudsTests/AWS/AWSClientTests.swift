import Foundation
import HTTPTransport
import Model
import Synchronization
import TestSupport
import Testing

@testable import Clouds

/// What goes wrong between here and AWS.
struct AWSClientTests {
    private func calls(_ fixture: EC2Fixture, secret: String = "secret-of-the-test") -> EC2Calls {
        let store = AWSCredentialStore(clock: SystemWallClock()) {
            AWSCredentials(accessKey: "AKIAEXAMPLE", secretKey: Secret(secret), origin: "test")
        }
        return EC2Calls(
            client: AWSClient(
                surroundings: fixture.surroundings, endpoints: fixture.surroundings.endpoints(account: nil),
                credentials: store), region: "us-east-1")
    }

    private func list(_ calls: EC2Calls) async throws -> [EC2Instance] {
        try await calls.instances(tagged: [(EC2Tags.installation, "x")])
    }

    @Test("Throttling, a page of HTML and an answer that breaks off are tried again")
    func retries() async throws {
        guard let fixture = try await EC2Fixture() else { return }
        let faults: [[String: any Sendable]] = [
            ["code": "RequestLimitExceeded"], ["html": 502], ["cut": true], ["code": "InternalError", "status": 500],
        ]
        for fault in faults {
            try await fixture.server.fault("DescribeInstances", count: 2, fault)
            #expect(try await list(calls(fixture)).isEmpty, "\(fault)")
            #expect(try await fixture.server.calls()["DescribeInstances"] == 3)
        }
    }

    @Test("A storm of throttling ends with an error that says so, and the time that is asked for")
    func storm() async throws {
        guard let fixture = try await EC2Fixture() else { return }
        try await fixture.server.fault(
            "DescribeInstances", count: 50, ["code": "RequestLimitExceeded", "retryAfter": 1])
        let error = await #expect(throws: AWSCallError.self) { try await list(calls(fixture)) }
        #expect(error?.fault == .throttled(retryAfter: .seconds(1)))
        #expect(error?.requestID == "00000000-0000-4000-8000-000000000000")
        #expect(try await fixture.server.calls()["DescribeInstances"] == 4)
    }

    /// Breaks when `isCorrected` doesn't keep what it saw.
    @Test("A clock that is an hour off is corrected by the answer's date, once")
    func skew() async throws {
        guard let fixture = try await EC2Fixture() else { return }
        try await fixture.server.setClock(ahead: 3_600)
        let calls = calls(fixture)
        #expect(try await list(calls).isEmpty)
        #expect(try await list(calls).isEmpty)
        #expect(try await fixture.server.calls()["DescribeInstances"] == 3)
    }

    @Test(
        "A denied action is told with the statement that is missing, without a retry",
        arguments: [
            ("UnauthorizedOperation", #"{"Effect": "Allow", "Action": "ec2:DescribeInstances", "Resource": "*"}"#),
            ("AuthFailure", "the key is not known"), ("ExpiredToken", "the session is over"),
        ])
    func refused(_ code: String, _ advice: String) async throws {
        guard let fixture = try await EC2Fixture() else { return }
        try await fixture.server.fault(
            "DescribeInstances", count: 9, ["code": code, "status": 403, "message": "You may not."])
        let error = await #expect(throws: AWSCallError.self) { try await list(calls(fixture)) }
        #expect(error?.fault == .refused)
        let text = error.map { "\($0)" } ?? ""
        #expect(text.contains(advice) && text.contains("You may not.") && text.contains("request 0000"), "\(text)")
        #expect(!text.contains("secret-of-the-test"))
        // An expired session is looked for anew once.
        #expect(try await fixture.server.calls()["DescribeInstances"] == (code == "ExpiredToken" ? 2 : 1))
    }

    /// Breaks when what AWS says is passed on whole, or its own word for what is missing is not looked for.
    @Test("A refusal names what its message names, and shows neither what was signed nor what only AWS can read")
    func messages() {
        let call = AWSCallError(
            action: "ec2:RunInstances", region: "eu-west-1",
            cause: .code(
                "UnauthorizedOperation",
                message:
                    "You are not authorized to perform this operation. User: arn:aws:iam::1:user/ci is not authorized "
                    + "to perform: iam:PassRole on resource: arn:aws:iam::1:role/vm because no identity-based policy "
                    + "allows the iam:PassRole action. Encoded authorization failure message: "
                    + String(repeating: "x7-", count: 400)), status: 403)
        let text = "\(call)"
        #expect(
            text.contains(#"{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::1:role/vm"}"#),
            "\(text)")
        #expect(!text.contains("x7-") && text.utf8.count < 1_024)
        let signature = AWSCallError(
            action: "ec2:RunInstances", region: "eu-west-1",
            cause: .code(
                "SignatureDoesNotMatch",
                message: "The request signature we calculated does not match.\n\nThe Canonical String for this request "
                    + "should have been\n'POST\n/\n\nx-amz-security-token:the-token\n'"), status: 403)
        #expect("\(signature)".contains("does not match.") && !"\(signature)".contains("the-token"))
        #expect("\(signature)".contains("its secret is another"))
        let long = AWSCallError(
            action: "a:B", region: "r", cause: .code("X", message: String(repeating: "y", count: 5_000)))
        #expect("\(long)".count < 700)
        let every = AWSMessage("User: x is not authorized to perform: kms:GenerateDataKey")
        #expect(every.denied == AWSPermission(action: "kms:GenerateDataKey", resource: "*"))
        #expect(AWSMessage("").text == "" && AWSMessage("No.").denied == nil)
    }

    /// Breaks when the refusal of a later try is taken for that of the first.
    @Test("A call that may have taken effect is not told as refused, whatever a later try meets")
    func uncertain() async throws {
        guard let fixture = try await EC2Fixture() else { return }
        let run = { (calls: EC2Calls) in
            _ = try await calls.call(
                "RunInstances",
                FormFields([
                    ("ImageId", EC2Fixture.image), ("MinCount", "1"), ("MaxCount", "1"), ("ClientToken", "one"),
                ]))
        }
        for refusal in ["UnauthorizedOperation", "ExpiredToken"] {
            try await fixture.server.fault("RunInstances", ["html": 502])
            try await fixture.server.fault("RunInstances", count: 2, ["code": refusal, "status": 403])
            let error = await #expect(throws: AWSCallError.self) { try await run(calls(fixture)) }
            #expect(error?.fault == .unavailable, "\(error.map { "\($0)" } ?? "")")
            #expect(
                error?.description.contains("may have taken effect") == true
                    && error?.description.contains(refusal) == true)
            try await fixture.server.clearFaults()
        }
        let broken = Mutex(false)
        let store = AWSCredentialStore(clock: SystemWallClock()) {
            if broken.withLock({ $0 }) { throw AWSCredentialError.noProfile("gone") }
            broken.withLock { $0 = true }
            return AWSCredentials(accessKey: "AKIAEXAMPLE", secretKey: Secret("s"), origin: "test")
        }
        try await fixture.server.fault("RunInstances", ["html": 502])
        try await fixture.server.fault("RunInstances", ["code": "ExpiredToken", "status": 403])
        let client = AWSClient(
            surroundings: fixture.surroundings, endpoints: fixture.surroundings.endpoints(account: nil),
            credentials: store)
        let lost = await #expect(throws: AWSCallError.self) {
            try await run(EC2Calls(client: client, region: "us-east-1"))
        }
        #expect(lost?.fault == .unavailable && lost?.description.contains("`gone`") == true)
        // A call that only reads, and one that was turned away before it began, are as refused as before.
        try await fixture.server.fault("DescribeInstances", ["html": 502])
        try await fixture.server.fault("DescribeInstances", ["code": "UnauthorizedOperation", "status": 403])
        let read = await #expect(throws: AWSCallError.self) { try await list(calls(fixture)) }
        #expect(read?.code == "UnauthorizedOperation" && read?.fault == .refused)
        try await fixture.server.fault("RunInstances", ["code": "RequestLimitExceeded", "status": 503])
        try await fixture.server.fault("RunInstances", ["code": "UnauthorizedOperation", "status": 403])
        let plain = await #expect(throws: AWSCallError.self) { try await run(calls(fixture)) }
        #expect(plain?.fault == .refused)
    }

    @Test("A region that does not exist is named, and not tried again")
    func unknownRegion() async throws {
        let surroundings = AWSSurroundings(environment: [:], home: "/nowhere")
        let client = AWSClient(
            surroundings: surroundings, endpoints: surroundings.endpoints(account: nil), credentials: nil)
        let error = await #expect(throws: AWSCallError.self) {
            try await client.query(.ec2, "DescribeInstances", in: "mars-north-1.invalid", FormFields())
        }
        #expect(error?.description.contains("is there a region `mars-north-1.invalid`") == true)
        #expect((error?.ofField as? EC2FieldError)?.field == "configuration.region")
        #expect(await client.sent == 1)
    }

    /// Breaks when `xml` takes any root for that of the answer.
    @Test(
        "Nothing that was refused, or answers something else, is taken for an answer",
        arguments: ["", "<html/>", "<Response>", "not XML", "{}", "<Response/>", "<YResponse/>", "<XResult/>"])
    func unreadable(_ body: String) throws {
        let response = HTTPResponse(
            status: 200, headers: HTTPHeaders(), body: Data(body.utf8), timings: HTTPTimings(), httpVersion: "1.1",
            finalURL: "http://a")
        #expect(throws: AWSCallError.self) { try AWSAnswer.xml(response, ("ec2:X", "r"), root: "XResponse") }
    }

    /// Breaks when `query(… listAt:)` needs no list in the answer, or `ofReservation` passes over what it can't read.
    @Test(
        "An answer without a list, or with an instance that can't be read, is no empty list",
        arguments: [
            "<requestId>r</requestId>", "<reservationSet/>",
            "<reservationSet><item><instancesSet><item><instanceId>i-1</instanceId></item></instancesSet></item></reservationSet>",
        ])
    func halfAnAnswer(_ body: String) async throws {
        let server = try LoopbackServer { _ in
            .init(body: Data("<DescribeInstancesResponse>\(body)</DescribeInstancesResponse>".utf8))
        }
        defer { server.stop() }
        let surroundings = AWSSurroundings(
            environment: ["AWS_ENDPOINT_URL": server.url], time: JumpingTime().monotonic, home: "/nowhere")
        let client = AWSClient(
            surroundings: surroundings, endpoints: surroundings.endpoints(account: nil), credentials: nil)
        let calls = EC2Calls(client: client, region: "us-east-1")
        if body == "<reservationSet/>" {
            #expect(try await list(calls).isEmpty)
        } else {
            await #expect(throws: AWSCallError.self) { try await list(calls) }
        }
    }

    @Test("Pages are followed to their end")
    func pages() async throws {
        let asked = Mutex<[String]>([])
        let server = try LoopbackServer { request in
            let body = String(decoding: request.body, as: UTF8.self)
            let number = asked.withLock { asked in
                asked.append(body)
                return asked.count
            }
            let next = number < 3 ? "<nextToken>page+\(number)</nextToken>" : ""
            let item =
                "<item><instanceId>i-\(number)</instanceId><instanceState><name>running</name></instanceState></item>"
            let text =
                "<DescribeInstancesResponse><reservationSet><item><instancesSet>\(item)</instancesSet></item>"
                + "</reservationSet>\(next)</DescribeInstancesResponse>"
            return .init(body: Data(text.utf8))
        }
        defer { server.stop() }
        let surroundings = AWSSurroundings(environment: ["AWS_ENDPOINT_URL": server.url], home: "/nowhere")
        let client = AWSClient(
            surroundings: surroundings, endpoints: surroundings.endpoints(account: nil), credentials: nil)
        let found = try await list(EC2Calls(client: client, region: "eu-west-1"))
        #expect(found.map(\.id) == ["i-1", "i-2", "i-3"])
        #expect(asked.withLock { $0[1].contains("NextToken=page%2B1") })
    }

    @Test("XML has bounds, and entities from outside are not loaded")
    func bounds() {
        let deep = String(repeating: "<a>", count: 100) + String(repeating: "</a>", count: 100)
        #expect(XMLElement.parse(Data(deep.utf8)) == nil)
        let outside = #"<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>"#
        #expect(XMLElement.parse(Data(outside.utf8))?.text ?? "" == "")
        #expect(XMLElement.parse(Data("<a><b> 1 </b><b/></a>".utf8))?.text("b") == "1")
        #expect(XMLElement.parse(Data("<a><b> 1 </b><b/></a>".utf8))?["b"]?.whole == " 1 ")
        #expect(XMLElement.parse(Data("<a>".utf8)) == nil)
    }

    /// Breaks when what was given away is held as well, or elements of the name elsewhere are given away.
    @Test("Members of a list are given away while it is read, and no others")
    func listed() {
        let text = "<a> <l><i>1</i> <i><i>2</i></i></l><m><i>3</i></m><i>4</i> </a>"
        var taken: [XMLElement] = []
        let rest = XMLElement.parse(Data(text.utf8), at: ["a", "l", "i"]) { taken.append($0) }
        #expect(taken.map(\.text) == ["1", ""] && taken.last?.text("i") == "2")
        #expect(rest?["l"]?.children.isEmpty == true && rest?["m"]?.text("i") == "3" && rest?.text("i") == "4")
        #expect(rest?.whole == "", "blanks between elements are not held")
        #expect(XMLElement.parse(Data(text.utf8), at: ["b", "l", "i"]) { _ in Issue.record() } != nil)
    }
}
