import Foundation
import HTTPTransport
import Model
import TestSupport
import Testing

@testable import Clouds

/// Signatures of S3 before a verifier that we did not write.
struct S3VerifierTests {
    private func store(_ server: Ministack, _ key: String, _ secret: String) -> S3Artifacts {
        let surroundings = AWSSurroundings(environment: ["AWS_ENDPOINT_URL": server.url], home: "/nowhere")
        let credentials = AWSCredentialStore(clock: SystemWallClock()) {
            AWSCredentials(accessKey: key, secretKey: Secret(secret), origin: "test")
        }
        let client = AWSClient(
            surroundings: surroundings, endpoints: surroundings.endpoints(account: nil), credentials: credentials)
        return S3Artifacts(calls: S3Calls(client: client, region: "us-east-1", bucket: "artifacts"), kmsKey: nil)
    }

    /// A user of its own: of the root key nothing is verified.
    private func user(_ server: Ministack, allowing actions: String) async throws -> (key: String, secret: String) {
        let policy =
            #"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": \#(actions), "Resource": "*"}]}"#
        let root = server.root
        _ = try await AWSCLI.run(["s3api", "create-bucket", "--bucket", "artifacts"], environment: root)
        _ = try await AWSCLI.run(["iam", "create-user", "--user-name", "rondo"], environment: root)
        _ = try await AWSCLI.run(
            ["iam", "put-user-policy", "--user-name", "rondo", "--policy-name", "p", "--policy-document", policy],
            environment: root)
        let answer = try await AWSCLI.run(["iam", "create-access-key", "--user-name", "rondo"], environment: root)
        let key = (answer as? [String: Any])?["AccessKey"] as? [String: String] ?? [:]
        return (key["AccessKeyId"] ?? "", key["SecretAccessKey"] ?? "")
    }

    /// Breaks when anything of what is signed is spelled otherwise than it is sent, or a body is not what was signed.
    @Test("Every call and every link is signed as it is verified; a wrong secret is refused")
    func signatures() async throws {
        guard let server = try Ministack() else { return }
        let directory = try TemporaryDirectory()
        let (key, secret) = try await user(server, allowing: #""s3:*""#)
        let right = store(server, key, secret)
        let url = directory.url.appending(path: "file")
        let contents = Data("contents".utf8)
        try contents.write(to: url)
        let file = ArtifactFile(url: url, size: contents.count, sha256: S3Fixture.digest(contents))
        for name in S3ArtifactsTests.oddKeys {
            try await right.put(file, as: name)
            #expect(try await right.read(name, at: 2, upTo: 3) == Data("nte".utf8), "\(name)")
            let link = try #require(try await right.link(to: name, for: .seconds(60)))
            #expect(try SpawnedProcess.run("/usr/bin/curl", ["-sS", "-f", link.url]).output == "contents", "\(name)")
            let forged = link.url.replacing("Expires=60", with: "Expires=600")
            #expect(try SpawnedProcess.run("/usr/bin/curl", ["-sS", "-f", forged]).output != "contents")
        }
        let large = Data(repeating: 7, count: 17 << 20)
        try large.write(to: url)
        try await right.put(
            ArtifactFile(url: url, size: large.count, sha256: S3Fixture.digest(large)), as: "in parts + more")
        #expect(try await right.size(of: "in parts + more") == large.count)
        #expect(try await right.list("in parts ").map(\.name) == ["in parts + more"])
        try await right.expire("rondo: x/", ExpiryRule(prefix: "x/", days: 3))
        try await right.remove("in parts + more")

        let wrong = store(server, key, secret + "x")
        await #expect(throws: (any Error).self) { try await wrong.put(file, as: "a") }
        await #expect(throws: (any Error).self) { try await wrong.list("") }
    }

    @Test("What no policy allows is told with the statement that is missing")
    func denied() async throws {
        guard let server = try Ministack() else { return }
        let (key, secret) = try await user(server, allowing: #""s3:GetObject""#)
        let store = store(server, key, secret)
        let directory = try TemporaryDirectory()
        let url = directory.url.appending(path: "file")
        try Data("x".utf8).write(to: url)
        let file = ArtifactFile(url: url, size: 1, sha256: S3Fixture.digest(Data("x".utf8)))
        let error = await #expect(throws: S3FieldError.self) { try await store.put(file, as: "a") }
        let text = error.map { "\($0)" } ?? ""
        let statement = #"{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::artifacts/*"}"#
        #expect(text.contains(statement), "\(text)")
    }
}
