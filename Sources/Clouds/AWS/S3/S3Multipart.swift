import Crypto
import Foundation
import HTTPTransport
import Model

/// Puts a large file into a bucket in parts; what is begun and not ended is taken back.
///
/// "Uploading and copying objects using multipart upload" of the S3 User Guide: parts of at least 5 MiB but the last, at
/// most 10,000.
struct S3Multipart: Sendable {
    let calls: S3Calls
    let kmsKey: String?
    private static let partBytes = 8 << 20
    private static let maxParts = 10_000
    /// What is only tidied up is waited for no longer.
    private static let tidying = Duration.seconds(5)

    func put(_ file: ArtifactFile, as key: String) async throws {
        await takeBackOthers(of: key)
        let upload = try await begin(key)
        do {
            try await send(file, as: key, upload)
        } catch {
            // Also when nobody waits any more.
            let calls = calls
            let tidying = Task { try? await Self.abort(key, upload, calls, within: Self.tidying) }
            let alarm = Task {
                try await Task.sleep(for: Self.tidying)
                tidying.cancel()
            }
            await tidying.value
            alarm.cancel()
            throw error
        }
    }

    /// Takes back what was begun under this name by who was killed before its end: parts are paid for until then. Where
    /// that is not allowed they stay.
    private func takeBackOthers(of key: String) async {
        for upload in (try? await begun(key, within: Self.tidying)) ?? [] {
            try? await Self.abort(key, upload, calls, within: Self.tidying)
        }
    }

    /// The uploads of a name that nobody has ended yet.
    func begun(_ key: String, within patience: Duration = S3Calls.patience) async throws -> [String] {
        let answer = try await calls.send(
            S3Request(
                action: "ListMultipartUploads", permission: "s3:ListBucketMultipartUploads",
                query: [("uploads", nil), ("prefix", key)], proof: .root("ListMultipartUploadsResult")),
            within: patience)
        return (S3Answer.element(answer.body)?.children ?? [])
            .filter { $0.name == "Upload" && $0["Key"]?.text == key }.compactMap { $0.text("UploadId") }
    }

    /// Begins an upload and takes it back, to see whether that is allowed.
    func rehearse(_ key: String) async throws {
        let upload = try await begin(key)
        try await Self.abort(key, upload, calls)
    }

    private func begin(_ key: String) async throws -> String {
        let answer = try await calls.send(
            S3Request(
                action: "CreateMultipartUpload", permission: "s3:PutObject", method: "POST", key: key,
                query: [("uploads", nil)],
                headers: S3Encryption.headers(kmsKey: kmsKey) + [
                    ("x-amz-checksum-algorithm", "SHA256"), S3Checksum.binary,
                ], proof: .root("InitiateMultipartUploadResult", with: "UploadId")))
        guard let id = S3Answer.element(answer.body)?.text("UploadId") else {
            throw unreadable("CreateMultipartUpload", "the answer names no upload")
        }
        return id
    }

    private func send(_ file: ArtifactFile, as key: String, _ upload: String) async throws {
        let size = max(Self.partBytes, (file.size + Self.maxParts - 1) / Self.maxParts)
        let hasher = try PartHasher(file.url)
        var parts = ""
        for (index, offset) in stride(from: 0, to: file.size, by: size).enumerated() {
            let number = index + 1
            let count = min(size, file.size - offset)
            let checksum = try await hasher.next(count)
            let answer = try await calls.send(
                S3Request(
                    action: "UploadPart", permission: "s3:PutObject", method: "PUT", key: key,
                    query: [("partNumber", "\(number)"), ("uploadId", upload)], headers: [checksum.header],
                    file: HTTPFileBody(file.url, offset: offset, count: count), digest: checksum.hexadecimal,
                    proof: .header("ETag")))
            guard let tag = answer.headers["ETag"] else { throw unreadable("UploadPart", "the answer has no ETag") }
            parts +=
                "<Part><PartNumber>\(number)</PartNumber><ETag>\(XMLText.escaped(tag))</ETag>"
                + "<ChecksumSHA256>\(checksum.base64)</ChecksumSHA256></Part>"
        }
        guard await hasher.whole == file.sha256 else {
            throw S3FileError.damaged(file.url.path(percentEncoded: false))
        }
        try await complete(key, upload, parts, size: file.size)
    }

    private func complete(_ key: String, _ upload: String, _ parts: String, size: Int) async throws {
        let body = "<CompleteMultipartUpload xmlns=\"\(XMLText.namespace)\">\(parts)</CompleteMultipartUpload>"
        do {
            _ = try await calls.send(
                S3Request(
                    action: "CompleteMultipartUpload", permission: "s3:PutObject", method: "POST", key: key,
                    query: [("uploadId", upload)], headers: [("content-type", "application/xml")],
                    body: Data(body.utf8), proof: .root("CompleteMultipartUploadResult", with: "ETag")))
        } catch let error as AWSCallError where error.code == "NoSuchUpload" {
            // An earlier try may have ended it, and only its answer was lost.
            let store = S3Artifacts(calls: calls, kmsKey: kmsKey)
            guard try await store.size(of: key) == size else { throw error }
        }
    }

    private static func abort(
        _ key: String, _ upload: String, _ calls: S3Calls, within patience: Duration = S3Calls.patience
    ) async throws {
        _ = try await calls.send(
            S3Request(
                action: "AbortMultipartUpload", permission: "s3:AbortMultipartUpload", method: "DELETE", key: key,
                query: [("uploadId", upload)]), within: patience)
    }

    private func unreadable(_ action: String, _ what: String) -> AWSCallError {
        AWSCallError(action: "s3:\(action)", region: calls.region, cause: .unreadable(what))
    }
}

/// Digests a file part by part and as a whole, on a thread of its own, since reading blocks.
private actor PartHasher {
    private let executor = QueueExecutor(label: "rondo.s3-digest")
    private let file: FileHandle
    private var all = SHA256()

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ url: URL) throws { file = try FileHandle(forReadingFrom: url) }

    /// Of the next bytes of the file.
    func next(_ count: Int) throws -> S3Checksum {
        var part = SHA256()
        var left = count
        while left > 0, let piece = try file.read(upToCount: min(left, 1 << 20)), !piece.isEmpty {
            part.update(data: piece)
            all.update(data: piece)
            left -= piece.count
        }
        return try S3Checksum(hexadecimal: Self.text(part.finalize()))
    }

    /// Of all that was read.
    var whole: String { Self.text(all.finalize()) }

    private static func text(_ digest: SHA256.Digest) -> String {
        digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

/// What is wrong with a file that is to go into a bucket.
enum S3FileError: Error, Hashable, CustomStringConvertible {
    case damaged(String)

    var description: String {
        switch self {
        case .damaged(let path): "\(path) is not what its name says: the disk has damaged it"
        }
    }
}
