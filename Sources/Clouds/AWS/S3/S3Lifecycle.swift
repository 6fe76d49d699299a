import Crypto
import Foundation
import HTTPTransport
import Model

/// The rules by which a bucket removes what is old ("Managing the lifecycle of objects" of the S3 User Guide).
struct S3Lifecycle: Sendable {
    let calls: S3Calls

    /// All rules are set at once, so those of others are sent as they came.
    func set(_ id: String, _ rule: ExpiryRule?) async throws {
        let (rules, minimum) = try await current()
        let others = rules.filter { $0.id != id }
        let wanted = others.map(\.text) + (rule.map { [Self.text(id, $0)] } ?? [])
        guard wanted != rules.map(\.text) else { return }
        guard !wanted.isEmpty else { return try await removeAll() }
        let body = Data(
            ("<LifecycleConfiguration xmlns=\"\(XMLText.namespace)\">" + wanted.joined() + "</LifecycleConfiguration>")
                .utf8)
        let digest = Data(SHA256.hash(data: body)).base64EncodedString()
        _ = try await calls.send(
            S3Request(
                action: "PutBucketLifecycleConfiguration", permission: "s3:PutLifecycleConfiguration", method: "PUT",
                query: [("lifecycle", nil)],
                headers: [
                    ("content-type", "application/xml"), ("x-amz-sdk-checksum-algorithm", "SHA256"),
                    ("x-amz-checksum-sha256", digest),
                ]
                    + (minimum.map { [(Self.minimum, $0)] } ?? []),
                body: body))
    }

    private func removeAll() async throws {
        _ = try await calls.send(
            S3Request(
                action: "DeleteBucketLifecycle", permission: "s3:PutLifecycleConfiguration", method: "DELETE",
                query: [("lifecycle", nil)]))
    }

    /// A rule, and its element as S3 writes it.
    struct Rule: Hashable {
        let id: String
        let text: String
    }

    private static let minimum = "x-amz-transition-default-minimum-object-size"

    /// With what holds beside the rules, which would be lost as well.
    func current() async throws -> (rules: [Rule], minimum: String?) {
        do {
            let answer = try await calls.send(
                S3Request(
                    action: "GetBucketLifecycleConfiguration", permission: "s3:GetLifecycleConfiguration",
                    query: [("lifecycle", nil)], proof: .root("LifecycleConfiguration")))
            guard let rules = Self.rules(answer.body) else {
                throw AWSCallError(
                    action: "s3:GetBucketLifecycleConfiguration", region: calls.region,
                    cause: .unreadable("the bucket's rules can't be read, so none is set"))
            }
            return (rules, answer.headers[Self.minimum])
        } catch let error as AWSCallError where error.code == "NoSuchLifecycleConfiguration" {
            return ([], nil)
        }
    }

    /// The rules with their text as it is: what is read into fields and written anew might lose what this version does not
    /// know. nil where both ways of reading do not find the same.
    static func rules(_ body: Data) -> [Rule]? {
        guard let root = S3Answer.element(body), root.name == "LifecycleConfiguration" else { return nil }
        let elements = root.children.filter { $0.name == "Rule" }
        let text = String(decoding: body, as: UTF8.self)
        var texts: [String] = []
        for part in text.split(separator: "<Rule>", omittingEmptySubsequences: false).dropFirst() {
            guard let end = part.firstRange(of: "</Rule>") else { return nil }
            texts.append("<Rule>\(part[..<end.lowerBound])</Rule>")
        }
        guard texts.count == elements.count else { return nil }
        return zip(elements, texts).map { Rule(id: $0.text("ID") ?? "", text: $1) }
    }

    /// What was begun and never ended is removed after a day as well.
    static func text(_ id: String, _ rule: ExpiryRule) -> String {
        "<Rule><ID>\(XMLText.escaped(id))</ID><Filter><Prefix>\(XMLText.escaped(rule.prefix))</Prefix></Filter>"
            + "<Status>Enabled</Status><Expiration><Days>\(rule.days)</Days></Expiration><AbortIncompleteMultipartUpload>"
            + "<DaysAfterInitiation>1</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule>"
    }
}
