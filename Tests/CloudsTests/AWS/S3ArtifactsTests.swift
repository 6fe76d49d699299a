import Foundation
import HTTPTransport
import Model
import TestSupport
import Testing

@testable import Clouds

/// Buckets of moto, with the AWS CLI as another pair of eyes.
struct S3ArtifactsTests {
    static let oddKeys = [
        "a/plain.txt", "with blank/a+b.txt", "umläut/ß~*'()!.txt", "two//slashes", "a=b&c?d#e%20f/%2F.txt", "日本/語 🙂",
    ]

    /// Breaks when the name of an object is sent otherwise than it is signed, the checksum is left out, or encryption is
    /// said that the bucket has otherwise.
    @Test("What is put in is what comes out, whatever it is called, and is encrypted as the bucket says")
    func roundTrip() async throws {
        guard let fixture = try await S3Fixture() else { return }
        try await fixture.encryptByKMS()
        let store = try await fixture.store()
        for key in Self.oddKeys {
            let file = try fixture.file(Data("contents of \(key)".utf8))
            try await store.put(file, as: key)
            #expect(try await store.read(key, at: 0, upTo: 1_000) == Data("contents of \(key)".utf8), "\(key)")
            let head =
                try await fixture.server.cli("s3api", "head-object", "--bucket", "artifacts", "--key", key)
                as? [String: Any]
            #expect(head?["ServerSideEncryption"] as? String == "aws:kms", "\(key)")
        }
        #expect(try await store.list("").map(\.name).sorted() == Self.oddKeys.sorted())
        #expect(try await fixture.server.violations() == [])
    }

    /// Breaks when a range is off by one, or the place behind the end is taken for an error.
    @Test("Parts are read by their place; nothing behind the end, nil for what is not there")
    func ranges() async throws {
        guard let fixture = try await S3Fixture() else { return }
        let store = try await fixture.store()
        try await store.put(try fixture.file(Data("0123456789".utf8)), as: "digits")
        #expect(try await store.read("digits", at: 2, upTo: 3) == Data("234".utf8))
        #expect(try await store.read("digits", at: 8, upTo: 100) == Data("89".utf8))
        #expect(try await store.read("digits", at: 10, upTo: 100) == Data())
        #expect(try await store.read("digits", at: Int.max, upTo: 100) == Data())
        #expect(try await store.read("nobody", at: 0, upTo: 100) == nil)
        try await store.put(try fixture.file(Data()), as: "empty")
        #expect(try await store.read("empty", at: 0, upTo: 100) == Data())
        #expect(try await store.size(of: "digits") == 10)
        #expect(try await store.size(of: "nobody") == nil)
        try await store.remove("digits")
        try await store.remove("digits")
        #expect(try await store.read("digits", at: 0, upTo: 100) == nil)
        #expect(try await fixture.server.violations() == [])
    }

    @Test("A key of KMS is used where the Environment names one")
    func kms() async throws {
        guard let fixture = try await S3Fixture() else { return }
        let made = try await fixture.server.cli("kms", "create-key") as? [String: Any]
        let key = try #require((made?["KeyMetadata"] as? [String: Any])?["KeyId"] as? String)
        let store = try await fixture.store(kmsKey: key)
        try await store.put(try fixture.file(Data("secret".utf8)), as: "a")
        let head =
            try await fixture.server.cli("s3api", "head-object", "--bucket", "artifacts", "--key", "a")
            as? [String: Any]
        #expect(head?["ServerSideEncryption"] as? String == "aws:kms")
        #expect(head?["SSEKMSKeyId"] as? String == key)
        #expect(try await fixture.server.violations() == [])
    }

    /// Breaks when parts overlap or leave a gap, or what failed is not taken back.
    @Test("A large file goes in parts; one that fails leaves nothing behind")
    func multipart() async throws {
        guard let fixture = try await S3Fixture() else { return }
        try await fixture.encryptByKMS()
        let store = try await fixture.store()
        var random = SplitMix64(seed: 5)
        let words = (0..<(17 << 17)).map { _ in random.next() }
        let contents = words.withUnsafeBytes { Data($0) } + Data("end".utf8)
        let file = try fixture.file(contents)
        try await fixture.server.fault("UploadPart", count: 1, ["code": "SlowDown"])
        try await store.put(file, as: "large")
        let calls = try await fixture.server.calls()
        #expect(calls["UploadPart"] == 4 && calls["CompleteMultipartUpload"] == 1 && calls["PutObject"] == nil)
        let copy = fixture.directory.path("copy")
        _ = try await fixture.server.cli("s3api", "get-object", "--bucket", "artifacts", "--key", "large", copy)
        #expect(try Data(contentsOf: URL(filePath: copy)) == contents)
        let head =
            try await fixture.server.cli("s3api", "head-object", "--bucket", "artifacts", "--key", "large")
            as? [String: Any]
        #expect(head?["ServerSideEncryption"] as? String == "aws:kms")

        try await fixture.server.fault("UploadPart", ["code": "AccessDenied", "status": 403])
        await #expect(throws: S3FieldError.self) { try await store.put(file, as: "refused") }
        #expect(try await fixture.server.calls()["AbortMultipartUpload"] == 1)
        // What is not what its name says is not ended.
        let other = ArtifactFile(url: file.url, size: file.size, sha256: S3Fixture.digest(Data()))
        await #expect(throws: S3FileError.self) { try await store.put(other, as: "damaged") }
        let left =
            try await fixture.server.cli("s3api", "list-multipart-uploads", "--bucket", "artifacts") as? [String: Any]
        let uploads = left?["Uploads"] as? [Any]
        #expect(uploads == nil, "\(left ?? [:])")
        #expect(try await store.size(of: "damaged") == nil)
        #expect(try await store.size(of: "refused") == nil)
        #expect(try await fixture.server.violations() == [])
    }

    /// Breaks when `complete` takes any status of 2xx for an answer: the disk's copy would be all there was.
    @Test("What S3 refuses late, or nobody took, does not count as put")
    func lateRefusal() async throws {
        guard let fixture = try await S3Fixture() else { return }
        let store = try await fixture.store()
        let large = try fixture.file(Data(repeating: 7, count: 17 << 20))
        let late = " \n \n<?xml version=\"1.0\"?><Error><Code>InternalError</Code><Message>m</Message></Error>"
        for body in [late, "", "<html>Welcome</html>"] {
            try await fixture.server.fault("CompleteMultipartUpload", count: 4, ["body": body])
            await #expect(throws: AWSCallError.self) { try await store.put(large, as: "large") }
            #expect(try await store.size(of: "large") == nil, "\(body)")
        }
        #expect(try await fixture.server.calls()["AbortMultipartUpload"] == 3)
        try await fixture.server.fault("CompleteMultipartUpload", count: 1, ["body": late])
        try await store.put(large, as: "large")
        #expect(try await store.size(of: "large") == 17 << 20)

        let small = try fixture.file(Data("x".utf8))
        try await fixture.server.fault("PutObject", count: 4, ["body": "<html>Welcome</html>"])
        await #expect(throws: AWSCallError.self) { try await store.put(small, as: "small") }
        try await fixture.server.fault("PutObject", count: 1, ["body": ""])
        try await store.put(small, as: "small")
        #expect(try await store.size(of: "small") == 1)
    }

    /// Breaks when any object of the name counts as the one that was put.
    @Test("An upload whose end was not answered is there when what is there has its size")
    func lostAnswer() async throws {
        guard let fixture = try await S3Fixture() else { return }
        let store = try await fixture.store()
        let large = try fixture.file(Data(repeating: 7, count: 17 << 20))
        try await fixture.server.fault("CompleteMultipartUpload", count: 1, ["cut": true])
        try await store.put(large, as: "a")
        #expect(try await store.size(of: "a") == 17 << 20)
        try await store.put(try fixture.file(Data("another".utf8)), as: "b")
        try await fixture.server.fault("CompleteMultipartUpload", count: 1, ["code": "NoSuchUpload", "status": 404])
        await #expect(throws: AWSCallError.self) { try await store.put(large, as: "b") }
    }

    /// Breaks when `takeBackOthers` does nothing, or takes back what is of other names.
    @Test("What was begun under a name and never ended is taken back with the next try")
    func leftovers() async throws {
        guard let fixture = try await S3Fixture() else { return }
        let store = try await fixture.store()
        for key in ["a+b/large ä", "a+b/large ä", "a+b/large äo"] {
            _ = try await fixture.server.cli(
                "s3api", "create-multipart-upload", "--bucket", "artifacts", "--key", key)
        }
        try await store.put(try fixture.file(Data(repeating: 7, count: 17 << 20)), as: "a+b/large ä")
        let left =
            try await fixture.server.cli("s3api", "list-multipart-uploads", "--bucket", "artifacts") as? [String: Any]
        let keys = (left?["Uploads"] as? [[String: Any]] ?? []).map { $0["Key"] as? String }
        #expect(keys == ["a+b/large äo"])
        // Where it is not allowed, files are brought all the same.
        try await fixture.server.fault("ListMultipartUploads", ["code": "AccessDenied", "status": 403])
        try await store.put(try fixture.file(Data(repeating: 8, count: 17 << 20)), as: "other")
        #expect(try await fixture.server.violations() == [])
    }

    /// Breaks when what is taken back is waited for as long as any call.
    @Test("An upload that is broken off ends soon, whatever the bucket does", .timeLimit(.minutes(1)))
    func brokenOff() async throws {
        guard let fixture = try await S3Fixture() else { return }
        let store = try await fixture.store()
        let large = try fixture.file(Data(repeating: 7, count: 17 << 20))
        for action in ["UploadPart", "AbortMultipartUpload"] {
            try await fixture.server.fault(action, count: 9, ["delay": 300])
        }
        let putting = Task { try await store.put(large, as: "large") }
        var begun = false
        while !begun { begun = try await fixture.server.calls()["UploadPart"] != nil }
        putting.cancel()
        await #expect(throws: (any Error).self) { try await putting.value }
    }

    @Test("Names come in pages, to the last")
    func pages() async throws {
        guard let fixture = try await S3Fixture() else { return }
        let store = try await fixture.store()
        let file = try fixture.file(Data("x".utf8))
        for index in 0..<1_003 { try await store.put(file, as: "many/\(index) +") }
        let found = try await store.list("many/")
        #expect(found.count == 1_003 && Set(found.map(\.name)).contains("many/1002 +"))
        #expect(found.allSatisfy { $0.size == 1 })
        #expect(try await fixture.server.calls()["ListObjectsV2"] == 2)
        #expect(try await store.list("none/").isEmpty)
    }

    /// Breaks when rules of others are not sent again, or ours is added a second time.
    @Test("A rule of our own, and those of others stay as they were")
    func lifecycle() async throws {
        guard let fixture = try await S3Fixture() else { return }
        let theirs = """
            {"Rules": [{"ID": "theirs & more", "Filter": {"And": {"Prefix": "logs/ <1>", "Tags": [{"Key": "k", "Value": "v"}]}},
              "Status": "Disabled", "Expiration": {"Days": 7}},
             {"ID": "cold", "Filter": {"Prefix": ""}, "Status": "Enabled", "Transitions": [{"Days": 30, "StorageClass": "GLACIER"}]}]}
            """
        func rules() async throws -> [String: NSDictionary] {
            let answer =
                try await fixture.server.cli("s3api", "get-bucket-lifecycle-configuration", "--bucket", "artifacts")
                as? [String: Any]
            let all = answer?["Rules"] as? [[String: Any]] ?? []
            return Dictionary(uniqueKeysWithValues: all.map { ($0["ID"] as? String ?? "", $0 as NSDictionary) })
        }
        let store = try await fixture.store()
        let id = "rondo: ci/default/dev/"
        // A bucket without rules.
        try await store.expire(id, ExpiryRule(prefix: "ci/default/dev/", days: 30))
        #expect(try await rules().keys.sorted() == [id])
        try await store.expire(id, nil)
        await #expect(throws: CLIFailure.self) { try await rules() }

        _ = try await fixture.server.cli(
            "s3api", "put-bucket-lifecycle-configuration", "--bucket", "artifacts", "--lifecycle-configuration", theirs)
        let before = try await rules()
        try await store.expire(id, ExpiryRule(prefix: "ci/default/dev/", days: 30))
        try await store.expire(id, ExpiryRule(prefix: "ci/default/dev/", days: 9))
        var after = try await rules()
        let ours = try #require(after[id])
        after[id] = nil
        #expect(after == before)
        #expect((ours["Expiration"] as? NSDictionary)?["Days"] as? Int == 9)
        #expect((ours["Filter"] as? NSDictionary)?["Prefix"] as? String == "ci/default/dev/")
        #expect((ours["AbortIncompleteMultipartUpload"] as? NSDictionary)?["DaysAfterInitiation"] as? Int == 1)
        try await store.expire(id, nil)
        #expect(try await rules() == before)
        #expect(try await fixture.server.violations() == [])
    }

    /// Breaks when a page of a proxy, or an answer that breaks off, is taken for what was asked.
    @Test("What goes wrong on the way is tried again; what is refused is told with its field and what to do")
    func faults() async throws {
        guard let fixture = try await S3Fixture() else { return }
        let store = try await fixture.store()
        let file = try fixture.file(Data("x".utf8))
        let faults: [[String: any Sendable]] = [
            ["code": "SlowDown"], ["html": 500], ["code": "BadDigest", "status": 400],
            ["code": "InternalError", "status": 500],
        ]
        for fault in faults {
            try await fixture.server.fault("PutObject", count: 2, fault)
            try await store.put(file, as: "a")
            #expect(try await fixture.server.calls()["PutObject"] == 3, "\(fault)")
        }
        try await fixture.server.fault("GetObject", count: 2, ["cut": true])
        #expect(try await store.read("a", at: 0, upTo: 10) == Data("x".utf8))

        let cases: [(code: String, status: Int, field: String, advice: String)] = [
            (
                "AccessDenied", 403, "artifacts.bucket",
                #""Action": "s3:PutObject", "Resource": "arn:aws:s3:::artifacts/*"}"#
            ),
            ("PermanentRedirect", 301, "clouds.aws.region", "say the bucket's region there"),
            ("KMS.NotFoundException", 400, "artifacts.kmsKey", "KMS.NotFoundException"),
        ]
        for (code, status, field, advice) in cases {
            try await fixture.server.fault("PutObject", ["code": code, "status": status])
            let error = await #expect(throws: S3FieldError.self) { try await store.put(file, as: "a") }
            #expect(error?.field == field && error?.fault == .refused)
            #expect(error?.description.contains(advice) == true, "\(error.map { "\($0)" } ?? "")")
            #expect(error?.description.contains("request 0000") == true)
        }
        let nowhere = try await fixture.store("nowhere")
        let missing = await #expect(throws: S3FieldError.self) { try await nowhere.put(file, as: "a") }
        #expect(missing?.field == "artifacts.bucket" && missing?.description.contains("make it") == true)
    }

    /// Breaks when a link is signed for another path, or holds for good.
    @Test("A link is good for anybody, for a while")
    func links() async throws {
        guard let fixture = try await S3Fixture() else { return }
        let store = try await fixture.store()
        try await store.put(try fixture.file(Data("for anybody".utf8)), as: "ä b+c/~.txt")
        let link = try #require(try await store.link(to: "ä b+c/~.txt", for: .seconds(3_600)))
        #expect(link.url.contains("X-Amz-Expires=3600&"))
        #expect(abs(link.expires.timeIntervalSinceNow - 3_600) < 60)
        #expect(try SpawnedProcess.run("/usr/bin/curl", ["-sS", "-f", link.url]).output == "for anybody")
    }

    @Test("A bucket has a host of its own, unless an endpoint is given or a dot would spoil its certificate")
    func addresses() {
        let plain = AWSEndpoints()
        #expect(
            S3Address(bucket: "b-1", region: "eu-west-1", endpoints: plain).url(key: "a b", query: [("uploads", nil)])
                == "https://b-1.s3.eu-west-1.amazonaws.com/a%20b?uploads")
        #expect(
            S3Address(bucket: "b.c", region: "cn-north-1", endpoints: plain).url()
                == "https://s3.cn-north-1.amazonaws.com.cn/b.c/")
        #expect(
            S3Address(bucket: "b", region: "r", endpoints: AWSEndpoints(account: "http://127.0.0.1:9/x")).url(
                key: "//~")
                == "http://127.0.0.1:9/x/b///~")
    }
}
