import Foundation
import Model
import Testing

@testable import Manifests

/// A commit that changes little is loaded from what the load before left; it must come to what a whole load comes to.
struct QuickLoadTests {
    /// Breaks when `mayReplace` lets an Environment or a change of `dependsOn` pass, when `holds(for:)` checks no
    /// links, or when `diagnostics(after:)` keeps what stood in a changed file.
    @Test(arguments: 0..<40)
    func comesToTheSameAsAWholeLoad(seed: Int) {
        var world = World(seed: seed)
        let loader = ManifestLoader()
        var last: DesiredSet?
        for step in 0..<30 {
            if step > 0 { world.change(step) }
            let tree = world.tree(step)
            let loaded = loader.load(tree, source: "default", lastGood: last)
            let whole = ManifestLoader().load(tree, source: "default", lastGood: last)
            #expect(loaded.set == whole.set, "seed \(seed) step \(step)")
            #expect(loaded.set.diagnostics == whole.set.diagnostics)
            #expect(loaded.taken == whole.taken && loaded.passedOver == whole.passedOver)
            #expect(loaded.ignored == whole.ignored && loaded.refusal == whole.refusal)
            #expect(loaded.needsListing == whole.needsListing)
            if loaded.refusal == nil { last = loaded.set }
        }
        // The way must be taken to prove anything: most commits of this world change a value.
        #expect(loader.quickLoads > 3, "seed \(seed)")
    }

    @Test func aChangedFileIsAllThatIsParsed() {
        let loader = ManifestLoader()
        var files = ["env.yaml": TreeFixture.environment, "z.txt": "no manifest"]
        for index in 0..<50 { files["s\(index).yaml"] = TreeFixture.suite(World.test(1), name: "s\(index)") }
        #expect(loader.load(TreeFixture.tree(files), source: "default").filesRead == 52)
        files["s7.yaml"] = TreeFixture.suite(World.test(2), name: "s7")
        let second = loader.load(TreeFixture.tree(files), source: "default")
        #expect(second.filesRead == 1 && loader.quickLoads == 1)
        #expect(second.set.suites.first { $0.key.suite.name == "s7" }?.tests.first?.name == "t2")
        files["s8.yaml"] = TreeFixture.suite(World.test(1, service: "nowhere"), name: "s8")
        let third = loader.load(TreeFixture.tree(files), source: "default")
        #expect(third.set.hasErrors && loader.quickLoads == 1)
    }

    /// Environments, suites, pools and rules that name each other, in files that now and then hold several.
    private struct World {
        private var files: [String: String] = [:]
        private var sound: [String: String] = [:]
        private var generator: SeededGenerator

        init(seed: Int) {
            generator = SeededGenerator(seed: seed)
            files["env.yaml"] = TreeFixture.environment
            files["pools.yaml"] = TreeFixture.pool(1, name: "a") + "---\n" + TreeFixture.pool(2, name: "b")
            for index in 0..<6 { files["s\(index).yaml"] = TreeFixture.suite(Self.test(index), name: "s\(index)") }
            files["old/s.yaml"] = TreeFixture.suite(Self.test(1), name: "old")
            files[".rondoignore"] = "old/\n"
            sound = files
        }

        static func test(_ number: Int, service: String = "shop", extra: String = "") -> String {
            "    - { name: t\(number), rest: { service: \(service), path: \"/${{ vars.region }}\" }\(extra) }"
        }

        func tree(_ step: Int) -> SourceTree {
            SourceTree(
                revision: Revision(ref: "main", commit: GitObjectID(rawValue: "c\(step)")),
                files: TreeFixture.tree(files).files)
        }

        /// Of five commits the first mends everything, two change values, and two do anything.
        mutating func change(_ step: Int) {
            if step % 5 == 1 { files = sound }
            for _ in 0...Int.random(in: 0..<2, using: &generator) { edit(step % 5 < 3 ? 0..<14 : 0..<30) }
        }

        private mutating func edit(_ kinds: Range<Int>) {
            let number = Int.random(in: 0..<6, using: &generator)
            let path = "s\(number).yaml"
            let value = Int.random(in: 0..<9, using: &generator)
            func suite(_ tests: String) -> String { TreeFixture.suite(tests, name: "s\(number)") }
            switch Int.random(in: kinds, using: &generator) {
            case 0..<8: files[path] = suite(Self.test(value))
            case 8..<11: files[path] = suite(Self.test(value) + "\n" + Self.test(value + 1, service: "bank"))
            case 11..<14:
                files["pools.yaml"] = TreeFixture.pool(value, name: "a") + "---\n" + TreeFixture.pool(2, name: "b")
            case 14: files[path] = suite(Self.test(value, extra: ", artifacts: [\"*.log\"]"))
            case 15: files[path] = suite(Self.test(value, service: "nowhere"))
            case 16: files[path] = suite(Self.test(value, extra: ", wrong: 1"))
            case 17: files[path] = "kind: [TestSuite"
            case 18: files[path] = nil
            case 19: files["old/s.yaml"] = TreeFixture.suite(Self.test(value), name: "old")
            case 20: files[".rondoignore"] = value < 5 ? "old/\n" : "old/\ns1.yaml\n"
            case 21: files["env.yaml"] = TreeFixture.environment.replacing("eu-west-1", with: "eu-west-\(value)")
            case 22: files["rondo.yaml"] = value < 5 ? "prune: { maxObjects: \(value) }\n" : nil
            case 23:
                files["pools.yaml"] =
                    TreeFixture.pool(1, name: "a", dependsOn: "[CloudResource/b]") + "---\n"
                    + TreeFixture.pool(2, name: "b", dependsOn: value < 4 ? "[CloudResource/a]" : "[]")
            case 24: files["new\(value).yaml"] = TreeFixture.suite(Self.test(value), name: "new\(value)")
            case 25: files["new\(value).yaml"] = nil
            case 26: files[path] = suite(Self.test(value)).replacing("environments: [dev]", with: "environments: []")
            case 27: files[path] = suite(Self.test(value, extra: ", cache: { inputs: [\"*.json\"] }"))
            case 28: files[path] = "apiVersion: apps/v1\nkind: Deployment\n"
            default:
                files["pools.yaml"] = TreeFixture.pool(1, name: "a") + "---\n" + TreeFixture.pool(value, name: "b")
            }
        }
    }
}
