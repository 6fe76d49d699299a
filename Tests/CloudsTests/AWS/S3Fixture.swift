import Foundation
import Model
import TestSupport

@testable import Clouds
@testable import HTTPTransport

/// A bucket at moto, and files to put into it.
struct S3Fixture {
    static let environment = ObjectIdentity(kind: .environment, name: "dev")

    let server: AWSServer
    let directory: TemporaryDirectory
    let surroundings: AWSSurroundings

    /// nil where moto is not installed.
    init?(bucket: String? = "artifacts") async throws {
        let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fixtures")
        guard let server = try AWSServer.start(fixtures: fixtures) else { return nil }
        self.server = server
        directory = try TemporaryDirectory()
        surroundings = AWSSurroundings(environment: server.environment, home: "/nowhere")
        if let bucket { _ = try await server.cli("s3api", "create-bucket", "--bucket", bucket) }
    }

    func store(_ bucket: String = "artifacts", kmsKey: String? = nil, region: String? = nil) async throws
        -> S3Artifacts
    {
        let opener = S3Buckets(accounts: AWSAccounts(surroundings: surroundings) { _, _ in Secret("unused") })
        let place = ArtifactBucket(environment: Self.environment, name: bucket, region: region, kmsKey: kmsKey)
        guard let store = try await opener.open(place) as? S3Artifacts else { throw NoStore() }
        return store
    }

    /// What is put in without a word of encryption is encrypted so.
    func encryptByKMS(_ bucket: String = "artifacts") async throws {
        _ = try await server.cli(
            "s3api", "put-bucket-encryption", "--bucket", bucket, "--server-side-encryption-configuration",
            #"{"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}]}"#)
    }

    func file(_ contents: Data, _ name: String = UUID().uuidString) throws -> ArtifactFile {
        let url = directory.url.appending(path: name)
        try contents.write(to: url)
        return ArtifactFile(url: url, size: contents.count, sha256: Self.digest(contents))
    }

    static func digest(_ data: Data) -> String {
        AWSSignature.digest(data)
    }

    struct NoStore: Error {}
}
