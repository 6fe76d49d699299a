import Model
import Testing

/// What artifacts are called in a bucket.
struct ArtifactKeyTests {
    private let bucket = ArtifactBucket(
        environment: ObjectIdentity(kind: .environment, namespace: "shop", name: "dev"), name: "b", prefix: "ci")

    private func key(_ task: String, _ path: String) -> String {
        ArtifactKey.text(
            AttemptArtifact(path: path, size: 1, sha256: String(repeating: "a", count: 64)),
            of: RunID(rawValue: "r-1"), task: task, attempt: 2, in: bucket)
    }

    /// Breaks when two tests, or a path that climbs, come to the same name.
    @Test func namesCanBeFoundAndCanNotClimb() {
        #expect(key("a test", "out/päper+1.txt") == "ci/shop/dev/r-1/a test/2/out/päper+1.txt")
        #expect(key("a/b", "x") == "ci/shop/dev/r-1/a%2Fb/2/x")
        #expect(key("a%2Fb", "x") == "ci/shop/dev/r-1/a%252Fb/2/x")
        #expect(key("..", "../../x") == "ci/shop/dev/r-1/%2E%2E/2/%2E%2E/%2E%2E/x")
        #expect(key("a", "./.hidden") == "ci/shop/dev/r-1/a/2/%2E/.hidden")
    }

    @Test func whatIsTooLongIsFoundByItsContents() {
        let digest = String(repeating: "a", count: 64)
        #expect(key("a", String(repeating: "x", count: 1_100)) == "ci/shop/dev/r-1/a/2/\(digest)")
        #expect(key(String(repeating: "/", count: 400), "x") == "ci/shop/dev/r-1/2/\(digest)")
        let longest = String(repeating: "x", count: 1_024 - "ci/shop/dev/r-1/a/2/".utf8.count)
        #expect(key("a", longest).utf8.count == 1_024)
    }
}
