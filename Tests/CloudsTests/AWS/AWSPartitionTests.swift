import Foundation
import HTTPTransport
import Model
import TestSupport
import Testing

@testable import Clouds

/// Parts of AWS, as botocore's description of them has them.
struct AWSPartitionTests {
    private static let script = """
        import json, os, botocore
        path = os.path.join(os.path.dirname(botocore.__file__), "data", "partitions.json")
        for partition in json.load(open(path))["partitions"]:
            for region in partition["regions"]:
                if not region.endswith("-global"):
                    print(region, partition["id"], partition["outputs"]["dnsSuffix"])
        """

    /// Breaks when a partition has another name or domain, or a region is taken for another partition's.
    @Test("Every region that botocore knows is in its partition and answers in its domain")
    func regions() throws {
        guard CounterpartPython.hasAWS else {
            print("skipped: botocore is not installed; scripts/bootstrap --tests does")
            return
        }
        let python = CounterpartPython.aws.appending(path: "python3").path(percentEncoded: false)
        let lines = try SpawnedProcess.run(python, ["-c", Self.script]).output.split(separator: "\n")
        #expect(lines.count > 30)
        for line in lines {
            let words = line.split(separator: " ").map(String.init)
            try #require(words.count == 3)
            let partition = AWSPartition(of: words[0])
            #expect(partition.rawValue == words[1] && partition.domain == words[2], "\(line)")
            #expect(AWSService.ec2.endpoint(in: words[0]) == "https://ec2.\(words[0]).\(words[2])")
        }
    }

    @Test("What nobody knows is commercial", arguments: ["", "us-east-9", "xx-new-1"])
    func unknown(_ region: String) {
        #expect(AWSPartition(of: region) == .commercial)
    }

    /// Breaks when a statement names buckets of another partition: it would allow nothing.
    @Test("A denied call names the bucket as its partition does", arguments: ["us-gov-west-1", "cn-north-1"])
    func permission(_ region: String) async throws {
        let surroundings = AWSSurroundings(
            environment: ["AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"], home: "/nowhere",
            send: { request async throws(HTTPTransportError) -> HTTPResponse in
                HTTPResponse(
                    status: 403, headers: HTTPHeaders([]),
                    body: Data("<Error><Code>AccessDenied</Code><Message>No.</Message></Error>".utf8),
                    timings: HTTPTimings(), httpVersion: "1.1", finalURL: request.url)
            })
        let buckets = S3Buckets(accounts: AWSAccounts(surroundings: surroundings) { _, _ in Secret("unused") })
        let bucket = try await buckets.open(
            ArtifactBucket(environment: S3Fixture.environment, name: "things", region: region))
        let error = await #expect(throws: S3FieldError.self) { try await bucket.list("") }
        let arn = "arn:\(AWSPartition(of: region).rawValue):s3:::things"
        #expect(error?.reason.contains(#""Resource": "\#(arn)""#) == true, "\(error?.reason ?? "")")
    }
}
