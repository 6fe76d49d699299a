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
    private static let patience = Duration.seconds(420)
    /// Larger than any part of a file that is asked for, and than any page of names.
    private static let maxBodyBytes = 32 << 20

    init(client: AWSClient, region: String, bucket: String) {
        self.client = client
        self.region = region
        self.bucket = bucket
        address = S3Address(bucket: bucket, region: region, endpoints: client.endpoints)
    }

    /// - Returns: an answer with a status of 2xx.
    func send(_ call: S3Request) async throws -> HTTPResponse {
        var request = HTTPRequest(
            method: call.method, url: address.url(key: call.key, query: call.query), headers: call.headers,
            body: call.body, timeout: Self.timeout, maxBodyBytes: Self.maxBodyBytes)
        request.headers.append(("accept-encoding", "identity"))
        request.file = call.file
        request.tls.authorities = client.endpoints.authorities
        let permission = AWSPermission(action: call.permission, resource: resource(of: call))
        do {
            return try await client.send(
                request, .s3, call.action, region, payload: call.digest.map { .known($0) } ?? .signed,
                patience: Self.patience
            ) { try S3Answer.checked($0, $1) }
        } catch var error as AWSCallError {
            error.permission = permission
            throw error
        }
    }

    private func resource(of call: S3Request) -> String {
        let partition = region.hasPrefix("cn-") ? "aws-cn" : "aws"
        return "arn:\(partition):s3:::\(bucket)\(call.key == nil ? "" : "/*")"
    }

    func link(to key: String, for life: Duration) async throws -> ArtifactLink? {
        try await client.link(to: address.url(key: key), .s3, in: region, for: life)
    }
}

/// Reads answers of S3.
enum S3Answer {
    static func checked(_ response: HTTPResponse, _ call: (action: String, region: String)) throws -> HTTPResponse {
        let root = response.body.first == UInt8(ascii: "<") ? XMLElement.parse(response.body) : nil
        // Some calls begin to answer before they know ("CompleteMultipartUpload" of the S3 API Reference).
        let isLate = response.status == 200 && root?.name == "Error"
        if (200..<300).contains(response.status), !isLate { return response }
        guard let code = root?.name == "Error" ? root?.text("Code") : Self.word(response) else {
            throw AWSCallError(
                action: call.action, region: call.region,
                cause: .unreadable(
                    "it answered \(response.status) with \(response.body.count) bytes that are no answer of S3; is there "
                        + "a proxy between, or is the endpoint another service's?"),
                status: response.status, retryAfter: response.retryAfter, answered: response.date)
        }
        var message = root?.text("Message") ?? ""
        if let home = response.headers["x-amz-bucket-region"] ?? root?.text("Region"), home != call.region {
            message = "the bucket is in \(home)" + (message.isEmpty ? "" : ": \(message)")
        }
        throw AWSCallError(
            action: call.action, region: call.region, cause: .code(code, message: message),
            status: isLate ? 500 : response.status,
            requestID: root?.text("RequestId") ?? response.headers["x-amz-request-id"],
            retryAfter: response.retryAfter, answered: response.date)
    }

    /// Of an answer without a body, as every one to `HEAD` is.
    private static func word(_ response: HTTPResponse) -> String? {
        guard response.body.isEmpty else { return nil }
        return switch response.status {
        case 301: "PermanentRedirect"
        case 403: "AccessDenied"
        case 404: "NotFound"
        case 416: "InvalidRange"
        default: nil
        }
    }
}
