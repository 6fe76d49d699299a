import Foundation
import HTTPTransport

/// What shows that it was S3 that answered, and that a call was carried out: a proxy may say 200 as well.
enum S3Proof: Hashable, Sendable {
    /// Nothing but the status: calls whose answers are empty.
    case status
    /// A header.
    case header(String)
    /// The root of the body, and an element that it has.
    case root(String, with: String? = nil)

    /// Whether a body that is this element, or nil for none, is enough.
    func isIn(_ root: XMLElement?) -> Bool {
        switch self {
        case .status: true
        case .header: false
        case .root(let name, let member): root?.name == name && member.map { root?.text($0) != nil } ?? true
        }
    }
}

/// Reads answers of S3.
enum S3Answer {
    static func checked(
        _ response: HTTPResponse, _ call: (action: String, region: String), _ proof: S3Proof
    ) throws -> HTTPResponse {
        let isGood = (200..<300).contains(response.status)
        // A file's own bytes are no answer, whatever they look like.
        if isGood, case .header(let name) = proof, response.headers[name] != nil { return response }
        let root = element(response.body)
        // Some calls begin to answer before they know, and keep the connection alive with blanks meanwhile
        // ("CompleteMultipartUpload" of the S3 API Reference).
        let isLate = isGood && root?.name == "Error"
        if isGood, !isLate, proof.isIn(root) { return response }
        guard let code = root?.name == "Error" ? root?.text("Code") : isGood ? nil : Self.word(response) else {
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

    /// What a body is, after blanks.
    static func element(_ body: Data) -> XMLElement? {
        let text = body.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
        return text.first == UInt8(ascii: "<") ? XMLElement.parse(Data(text)) : nil
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
