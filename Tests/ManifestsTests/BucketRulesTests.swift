import Model
import Testing

@testable import Manifests

/// Names of buckets, and prefixes in them.
struct BucketRulesTests {
    @Test(arguments: ["abc", "my-bucket.2024", "a1b", String(repeating: "a", count: 63), "1.2.3", "10.0.0.a"])
    func goodNames(_ name: String) { #expect(BucketRules.flaw(ofS3Bucket: name) == nil) }

    @Test(arguments: [
        "ab", String(repeating: "a", count: 64), "Abc", "a_b", "-abc", "abc-", "a..b", ".abc", "192.168.5.4",
        "xn--abc", "sthree-abc", "amzn-s3-demo-abc", "abc-s3alias", "abc--ol-s3", "abc.mrap", "abc--x-s3",
        "abc--table-s3", "ä-bucket", "a b c",
    ])
    func badNames(_ name: String) { #expect(BucketRules.flaw(ofS3Bucket: name) != nil) }

    @Test(arguments: ["", "ci", "ci/", "ci/rondo", "a b/ü", "..a/b..", String(repeating: "ü", count: 50)])
    func goodPrefixes(_ prefix: String) { #expect(BucketRules.flaw(ofPrefix: prefix) == nil) }

    @Test(arguments: ["/ci", "../x", "a/../b", "a/./b", "a//b", "a\tb", String(repeating: "ü", count: 51)])
    func badPrefixes(_ prefix: String) { #expect(BucketRules.flaw(ofPrefix: prefix) != nil) }

    /// Breaks when a rule is not asked for, or what is no use on a disk is passed over.
    @Test func theyAreToldWhereTheyStand() {
        func told(_ artifacts: String) -> [String] {
            TreeFixture.load(
                """
                apiVersion: rondo.dev/v1
                kind: Environment
                metadata: { name: dev }
                spec:
                  type: dev
                  artifacts: { \(artifacts) }

                """
            ).set.diagnostics.map(\.description)
        }
        #expect(told("provider: aws, bucket: things, prefix: ci, retention: 30d, kmsKey: alias/k").isEmpty)
        #expect(told("provider: local").isEmpty)
        #expect(
            told("provider: aws, bucket: Things") == [
                "m.yaml:6:39: `bucket` has small letters, digits, dots and hyphens only"
            ])
        #expect(
            told("provider: aws, bucket: things, prefix: /x") == [
                "m.yaml:6:55: `prefix` begins without a slash"
            ])
        #expect(
            told("provider: local, retention: 3d") == [
                "m.yaml:6:33: `retention` is for a cloud: provider `local` is the controller's disk"
            ])
        #expect(told("provider: aws") == ["m.yaml:6:26: artifacts at provider `aws` need a `bucket`"])
    }
}
