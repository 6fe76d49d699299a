import Foundation
import HTTPTransport
import Model

/// A call of S3's REST API.
struct S3Request: Sendable {
    /// `PutObject`
    let action: String
    /// What a policy has to allow, where it is called otherwise: `s3:PutObject`.
    let permission: String
    var method = "GET"
    /// nil is about the bucket.
    var key: String?
    var query: [(name: String, value: String?)] = []
    var headers: [(name: String, value: String)] = []
    var body: Data?
    var file: HTTPFileBody?
    /// The SHA-256 of `file`, in hexadecimal.
    var digest: String?
    var proof = S3Proof.status
}

/// The calls of S3 on one bucket.
struct S3Calls: Sendable {
    let client: AWSClient
    let region: String
    let bucket: String
    private let address: S3Address

    /// One try; a part is some megabytes, and the way may be slow.
    private static let timeout = Duration.seconds(300)
    /// All tries of one call.
    static let patience = Duration.seconds(420)
    /// Larger than any part of a file that is asked for, and than any page of names.
    private static let maxBodyBytes = 32 << 20

    init(client: AWSClient, region: String, bucket: String) {
        self.client = client
        self.region = region
        self.bucket = bucket
        address = S3Address(bucket: bucket, region: region, endpoints: client.endpoints)
    }

    /// - Parameter patience: for all tries, where there is less than usual.
    /// - Returns: an answer with a status of 2xx, and the call's proof.
    func send(_ call: S3Request, within patience: Duration = patience) async throws -> HTTPResponse {
        var request = HTTPRequest(
            method: call.method, url: address.url(key: call.key, query: call.query), headers: call.headers,
            body: call.body, timeout: min(Self.timeout, patience), maxBodyBytes: Self.maxBodyBytes)
        request.headers.append(("accept-encoding", "identity"))
        request.file = call.file
        request.tls.authorities = client.endpoints.authorities
        let permission = AWSPermission(action: call.permission, resource: resource(of: call))
        do {
            return try await client.send(
                request, .s3, call.action, region, payload: call.digest.map { .known($0) } ?? .signed,
                patience: patience
            ) { try S3Answer.checked($0, $1, call.proof) }
        } catch var error as AWSCallError {
            error.permission = permission
            throw error
        }
    }

    private func resource(of call: S3Request) -> String {
        "arn:\(AWSPartition(of: region).rawValue):s3:::\(bucket)\(call.key == nil ? "" : "/*")"
    }

    func link(to key: String, for life: Duration) async throws -> ArtifactLink? {
        try await client.link(to: address.url(key: key), .s3, in: region, for: life)
    }
}
