import Model
import Planning
import Testing

struct DependencyGraphTests {
    private func env(_ name: String, _ needs: String...) -> DeclaredObject {
        Samples.environment(name, dependsOn: needs.map { Samples.id(.environment, $0) })
    }

    private func names(_ identities: [ObjectIdentity]) -> [String] { identities.map(\.name) }

    @Test func everythingComesAfterWhatItNeeds() throws {
        let objects = [
            Samples.suite("s", in: ["dev", "stage"]), try Samples.rule("r", in: "dev"),
            try Samples.cache("c", in: ["stage"]),
            Samples.pool("p", in: "dev"), env("dev", "stage"), env("stage"),
        ]
        let graph = DependencyGraph(objects)
        #expect(names(graph.order) == ["stage", "dev", "c", "p", "s", "r"])
        #expect(graph.cycles == [])
        #expect(graph.dependencies[Samples.id(.testSuite, "s")]?.map(\.name) == ["dev", "stage"])
        #expect(graph.dependents[Samples.id(.environment, "stage")].map(names) == ["dev", "s", "c"])
    }

    @Test func whatIsNotInTheSetIsNoNode() {
        let graph = DependencyGraph([env("a", "gone")])
        #expect(names(graph.order) == ["a"])
        #expect(DependencyGraph.dependencies(of: env("a", "gone")).map(\.name) == ["gone"])
    }

    @Test func cyclesAreClosedAndShort() {
        let ring = [env("d", "a"), env("c", "d"), env("b", "c"), env("a", "b", "c")]
        #expect(DependencyGraph(ring).cycles.map(names) == [["a", "c", "d", "a"]])
        #expect(DependencyGraph([env("a", "a")]).cycles.map(names) == [["a", "a"]])
        #expect(DependencyGraph([env("a", "b"), env("b", "a")]).cycles.map(names) == [["a", "b", "a"]])
    }

    @Test func aKnotNamesCyclesWithoutSharedMembers() {
        let knot = [env("a", "b", "c"), env("b", "a"), env("c", "a"), env("d", "e"), env("e", "d", "c")]
        #expect(DependencyGraph(knot).cycles.map(names) == [["a", "b", "a"], ["d", "e", "d"]])
    }

    @Test func whatHangsBehindACycleIsOrderedAfterIt() {
        let graph = DependencyGraph([env("a", "b"), env("b", "a"), env("z", "y"), env("y", "a"), env("free")])
        #expect(names(graph.order) == ["free", "a", "b", "y", "z"])
        #expect(graph.cycles.map(names) == [["a", "b", "a"]])
    }

    @Test func aBridgeBetweenTwoCyclesIsOnNone() {
        let graph = DependencyGraph([
            env("x", "y"), env("y", "x", "bridge"), env("bridge", "p"), env("p", "q"), env("q", "p"),
        ])
        #expect(graph.cycles.map(names) == [["p", "q", "p"], ["x", "y", "x"]])
        #expect(Set(graph.order).count == 5)
    }

    @Test func longChainsNeedNoStack() {
        let chain = (0..<3_000).map { env("n\($0)", "n\($0 + 1)") }
        #expect(DependencyGraph(chain).order.first?.name == "n2999")
        #expect(DependencyGraph(chain + [env("n3000", "n0")]).cycles.first?.count == 3_002)
    }
}
