import Foundation
import HTTPTransport
import Model
import TestSupport
import Testing

@testable import Clouds

/// Keys of AWS KMS, with moto and the AWS CLI beside it.
struct AWSKeyWrapperTests {
    private static let use = KeyUse(installation: InstallationID(rawValue: "one"), name: "store-key")
    private static let secret = Data((0..<32).map { UInt8($0 &* 7) })

    private func wrapping(_ name: String, region: String = "us-east-1") -> WrappingKey {
        WrappingKey(service: .awsKMS, name: name, region: region)
    }

    private func server() throws -> AWSServer? {
        let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fixtures")
        return try AWSServer.start(fixtures: fixtures)
    }

    private func wrapper(_ server: AWSServer) -> AWSKeyWrapper {
        AWSKeyWrapper(
            surroundings: AWSSurroundings(
                environment: server.environment, time: JumpingTime().monotonic, home: "/nowhere"))
    }

    /// - Returns: its ARN.
    private func makeKey(_ server: AWSServer, alias: String) async throws -> String {
        let answer = try await server.cli("kms", "create-key") as? [String: Any]
        let facts = try #require(answer?["KeyMetadata"] as? [String: Any])
        let id = try #require(facts["KeyId"] as? String)
        _ = try await server.cli("kms", "create-alias", "--alias-name", alias, "--target-key-id", id)
        return try #require(facts["Arn"] as? String)
    }

    private func message(_ body: () async throws -> Void) async -> String {
        do {
            try await body()
            return "nothing was refused"
        } catch {
            return "\(error)"
        }
    }

    /// Breaks when the context is not what the service is told.
    @Test(
        "What is wrapped by an alias is opened by the key that it named then, by the AWS CLI as well, and only for its use"
    )
    func roundTrip() async throws {
        guard let server = try server() else { return }
        let arn = try await makeKey(server, alias: "alias/rondo")
        let wrapper = wrapper(server)
        let wrapped = try await wrapper.wrap(Self.secret, with: wrapping("alias/rondo"), for: Self.use)
        #expect(wrapped.keyID == arn && wrapped.by.name == "alias/rondo")
        #expect(wrapped.bytes.range(of: Self.secret) == nil)
        let file = try TemporaryDirectory()
        try wrapped.bytes.write(to: file.url.appending(path: "blob"))
        let opened =
            try await server.cli(
                "kms", "decrypt", "--ciphertext-blob", "fileb://\(file.path("blob"))", "--encryption-context",
                "rondo:installation=one,rondo:key=store-key") as? [String: Any]
        #expect(opened?["Plaintext"] as? String == Self.secret.base64EncodedString())
        // The alias names another key from now on.
        let next = try await server.cli("kms", "create-key") as? [String: Any]
        let nextID = try #require((next?["KeyMetadata"] as? [String: Any])?["KeyId"] as? String)
        _ = try await server.cli("kms", "update-alias", "--alias-name", "alias/rondo", "--target-key-id", nextID)
        #expect(try await wrapper.unwrap(wrapped, for: Self.use) == Self.secret)
        for other in [
            KeyUse(installation: Self.use.installation, name: "sealing-1"),
            KeyUse(installation: InstallationID(rawValue: "two"), name: "store-key"),
        ] {
            let error = await message { _ = try await wrapper.unwrap(wrapped, for: other) }
            #expect(error.contains("InvalidCiphertext") && error.contains("restore identity/"), "\(error)")
        }
        #expect(try await server.violations() == [])
    }

    @Test("A key that is not there, disabled or about to be deleted, and one that may not be used, are named")
    func refusals() async throws {
        guard let server = try server() else { return }
        let arn = try await makeKey(server, alias: "alias/rondo")
        let wrapper = wrapper(server)
        let missing = await message {
            _ = try await wrapper.wrap(Self.secret, with: wrapping("alias/none"), for: Self.use)
        }
        #expect(missing.contains("alias/none") && missing.contains("`encryption.awsKMS`"), "\(missing)")
        let wrapped = try await wrapper.wrap(Self.secret, with: wrapping(arn), for: Self.use)
        // moto goes on opening with a disabled key; the error is that of the reference.
        try await server.fault(
            "Decrypt", ["code": "DisabledException", "status": 400, "message": "\(arn) is disabled."])
        let disabled = await message { _ = try await wrapper.unwrap(wrapped, for: Self.use) }
        #expect(disabled.contains("DisabledException") && disabled.contains("enable it"), "\(disabled)")
        try await server.fault("Decrypt", ["code": "AccessDeniedException", "status": 400, "message": "No."])
        let denied = await message { _ = try await wrapper.unwrap(wrapped, for: Self.use) }
        #expect(
            denied.contains(#"add {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "\#(arn)"}"#), "\(denied)")
        try await server.fault("Encrypt", ["code": "AccessDeniedException", "status": 400, "message": "No."])
        let byAlias = await message {
            _ = try await wrapper.wrap(Self.secret, with: wrapping("alias/rondo"), for: Self.use)
        }
        #expect(byAlias.contains(#""Resource": "arn:aws:kms:us-east-1:*:key/*""#), "\(byAlias)")
        for text in [missing, disabled, denied, byAlias] {
            #expect(!text.contains(Self.secret.base64EncodedString()))
        }
    }

    /// Breaks when an answer that holds a key is shown in an error.
    @Test("Throttling and a page of a proxy are met by another try; an answer that is none shows nothing of itself")
    func bad() async throws {
        guard let server = try server() else { return }
        _ = try await makeKey(server, alias: "alias/rondo")
        let wrapper = wrapper(server)
        try await server.fault("Encrypt", count: 2, ["code": "ThrottlingException", "status": 400])
        try await server.fault("Decrypt", ["html": 502])
        let wrapped = try await wrapper.wrap(Self.secret, with: wrapping("alias/rondo"), for: Self.use)
        #expect(try await wrapper.unwrap(wrapped, for: Self.use) == Self.secret)
        let text = Self.secret.base64EncodedString()
        for body in [#"{"Plaintext": 7, "other": "\#(text)"}"#, "{}", #"["\#(text)"]"#] {
            let surroundings = AWSSurroundings(
                environment: server.environment, time: JumpingTime().monotonic, home: "/nowhere"
            ) { request async throws(HTTPTransportError) -> HTTPResponse in
                HTTPResponse(
                    status: 200, headers: HTTPHeaders(), body: Data(body.utf8), timings: HTTPTimings(),
                    httpVersion: "1.1", finalURL: request.url)
            }
            let error = await message {
                _ = try await AWSKeyWrapper(surroundings: surroundings).unwrap(wrapped, for: Self.use)
            }
            #expect(error.contains("without the key") && !error.contains(text), "\(error)")
        }
    }
}
