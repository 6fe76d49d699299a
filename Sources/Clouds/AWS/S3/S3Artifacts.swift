import Foundation
import HTTPTransport
import Model

/// Artifacts in a bucket of S3.
struct S3Artifacts: BucketStore {
    let calls: S3Calls
    let kmsKey: String?
    var region: String { calls.region }

    /// What is larger goes in parts, each of which may be sent again by itself.
    private static let largestWhole = 16 << 20
    /// The most that one page of names may have.
    private static let maxPages = 1_000

    func put(_ file: ArtifactFile, as name: String) async throws {
        try await told {
            if file.size > Self.largestWhole {
                try await S3Multipart(calls: calls, kmsKey: kmsKey).put(file, as: name)
            } else {
                try await putWhole(file, as: name)
            }
        }
    }

    private func putWhole(_ file: ArtifactFile, as name: String) async throws {
        let checksum = try S3Checksum(hexadecimal: file.sha256)
        _ = try await calls.send(
            S3Request(
                action: "PutObject", permission: "s3:PutObject", method: "PUT", key: name,
                headers: S3Encryption.headers(kmsKey: kmsKey) + [checksum.header, S3Checksum.binary],
                file: HTTPFileBody(file.url, count: file.size), digest: file.sha256, proof: .header("ETag")))
    }

    func read(_ name: String, at offset: Int, upTo count: Int) async throws -> Data? {
        guard offset >= 0, count > 0 else { return Data() }
        let (last, isBeyond) = offset.addingReportingOverflow(count - 1)
        return try await told {
            do {
                let answer = try await calls.send(
                    S3Request(
                        action: "GetObject", permission: "s3:GetObject", key: name,
                        headers: [("range", "bytes=\(offset)-\(isBeyond ? Int.max : last)")],
                        proof: .header("ETag")))
                // 200 is the whole, by who knows no ranges.
                return answer.status == 206 ? answer.body : Data(answer.body.dropFirst(offset).prefix(count))
            } catch let error as AWSCallError where error.code == "InvalidRange" {
                return Data()
            } catch let error as AWSCallError where error.code == "NoSuchKey" {
                return nil
            }
        }
    }

    /// Its size; nil when there is none.
    func size(of name: String) async throws -> Int? {
        try await told {
            do {
                let answer = try await calls.send(
                    S3Request(
                        action: "HeadObject", permission: "s3:GetObject", method: "HEAD", key: name,
                        proof: .header("ETag")))
                return answer.headers["Content-Length"].flatMap { Int($0) }
            } catch let error as AWSCallError where error.code == "NotFound" {
                return nil
            }
        }
    }

    func link(to name: String, for life: Duration) async throws -> ArtifactLink? {
        try await calls.link(to: name, for: life)
    }

    func list(_ prefix: String) async throws -> [StoredArtifact] {
        try await told {
            var found: [StoredArtifact] = []
            var next: String?
            for _ in 0..<Self.maxPages {
                let answer = try await calls.send(
                    S3Request(
                        action: "ListObjectsV2", permission: "s3:ListBucket",
                        query: [("list-type", "2"), ("encoding-type", "url"), ("prefix", prefix)]
                            + (next.map { [("continuation-token", $0)] } ?? []), proof: .root("ListBucketResult")))
                guard let root = S3Answer.element(answer.body) else {
                    throw unreadable("ListObjectsV2", "the answer is no list")
                }
                found += root.children.filter { $0.name == "Contents" }.compactMap { entry in
                    guard let key = entry["Key"]?.text, let size = entry.text("Size").flatMap({ Int($0) }) else {
                        return nil
                    }
                    // Written as in a form, since not every name can stand in XML.
                    let name = key.replacing("+", with: " ").removingPercentEncoding ?? key
                    return StoredArtifact(name: name, size: size)
                }
                guard root.text("IsTruncated") == "true" else { return found }
                guard let token = root.text("NextContinuationToken"), token != next else { break }
                next = token
            }
            throw unreadable("ListObjectsV2", "its pages have no end")
        }
    }

    func remove(_ name: String) async throws {
        _ = try await told {
            try await calls.send(
                S3Request(action: "DeleteObject", permission: "s3:DeleteObject", method: "DELETE", key: name))
        }
    }

    func expire(_ id: String, _ rule: ExpiryRule?) async throws {
        try await told { try await S3Lifecycle(calls: calls).set(id, rule) }
    }

    private func unreadable(_ action: String, _ what: String) -> AWSCallError {
        AWSCallError(action: "s3:\(action)", region: region, cause: .unreadable(what))
    }

    /// Says of what is refused which field it is about.
    private func told<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as AWSCallError {
            throw error.ofArtifacts
        }
    }
}
