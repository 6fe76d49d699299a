import Foundation
import Model
import TestSupport
import Testing

@testable import Caching

/// What is reused from which policy.
@Suite struct CacheHubTests {
    private let fixture: HubFixture

    init() throws { fixture = try HubFixture() }

    @Test func aKeptResultIsFoundWithTheRunItCameFrom() async throws {
        await fixture.hub.setPolicies([Samples.policy()])
        let result = Samples.result("r-7", at: Samples.later(-1.25), captures: ["id": .integer(3)])
        await fixture.hub.keep(result, under: Samples.key(1), namespace: "default", environment: "dev")
        let queries = [1, 2, 1].map { CacheQuery(key: Samples.key($0)) }
        let found = await fixture.hub.lookup(queries, namespace: "default", environment: "dev")
        #expect(found == [Samples.key(1): result])
        let statistics = try #require(await fixture.statistics("results"))
        #expect(statistics.entries == 1)
        #expect(statistics.hits == 1)
        #expect(statistics.misses == 1)
        #expect(statistics.savedTime == .seconds(2))
    }

    @Test func withoutAPolicyNothingIsReused() async throws {
        await fixture.keep(1)
        #expect(await fixture.run(of: 1) == nil)
        await fixture.hub.setPolicies([
            Samples.policy("a", type: .redis), Samples.policy("b", scope: .artifacts),
        ])
        await fixture.keep(1)
        #expect(await fixture.run(of: 1) == nil)
        #expect(await fixture.hub.statistics().isEmpty)
        #expect(!fixture.exists(""))
    }

    @Test func onlyPassedResultsWithoutSecretsAreKept() async throws {
        await fixture.hub.setPolicies([Samples.policy()])
        let bad = Outcome.allCases.filter { $0 != .passed }.map { Samples.result(outcome: $0) }
        for result in bad + [Samples.result(captures: ["t": .string("s")], redacted: ["t"])] {
            await fixture.hub.keep(result, under: Samples.key(1), namespace: "default", environment: "dev")
            #expect(await fixture.statistics("results")?.entries == 0)
        }
    }

    @Test func namespacesAreApart() async throws {
        await fixture.hub.setPolicies([
            Samples.policy("a", namespace: "one"), Samples.policy("a", namespace: "two"),
        ])
        await fixture.keep(1, namespace: "one")
        #expect(await fixture.run(of: 1, namespace: "two") == nil)
        #expect(await fixture.run(of: 1, namespace: "three") == nil)
        #expect(await fixture.run(of: 1, namespace: "one") == "r-1")
    }

    @Test func environmentsAreApartUnderOnePolicyToo() async throws {
        await fixture.hub.setPolicies([Samples.policy()])
        await fixture.keep(1, run: "r-dev", environment: "dev")
        #expect(await fixture.run(of: 1, environment: "ci") == nil)
        await fixture.keep(1, run: "r-ci", environment: "ci")
        #expect(await fixture.run(of: 1, environment: "dev") == "r-dev")
        #expect(await fixture.run(of: 1, environment: "ci") == "r-ci")
    }

    @Test func aPolicyServesTheEnvironmentsThatItNames() async throws {
        await fixture.hub.setPolicies([Samples.policy(environments: ["dev"])])
        await fixture.keep(1, environment: "ci")
        #expect(await fixture.run(of: 1, environment: "ci") == nil)
        #expect(await fixture.statistics("results") == CacheStatistics())
        await fixture.keep(1)
        #expect(await fixture.run(of: 1) == "r-1")
    }

    @Test func theShorterOfBothBoundsCountsFromWhenItWasRecorded() async throws {
        await fixture.hub.setPolicies([Samples.policy(ttl: .seconds(60))])
        await fixture.keep(1, at: Samples.later(-0.123))
        fixture.clock.advance(by: 9.876)
        #expect(await fixture.run(of: 1, ttl: .seconds(10)) == "r-1")
        fixture.clock.advance(by: 0.001)
        #expect(await fixture.run(of: 1, ttl: .seconds(10)) == nil)
        // What is too old for one test is not for another.
        #expect(await fixture.run(of: 1, ttl: .minutes(60)) == "r-1")
        fixture.clock.advance(by: 49.999)
        #expect(await fixture.run(of: 1) == "r-1")
        fixture.clock.advance(by: 0.001)
        #expect(await fixture.run(of: 1) == nil)
        #expect(await fixture.run(of: 1, ttl: .minutes(60)) == nil)
    }

    @Test func aKeyThatIsAskedTwiceTakesTheShorterBound() async throws {
        await fixture.hub.setPolicies([Samples.policy()])
        await fixture.keep(1)
        fixture.clock.advance(by: 30)
        let queries = [nil, TimeSpan.seconds(20), .seconds(40)].map { CacheQuery(key: Samples.key(1), ttl: $0) }
        #expect(await fixture.hub.lookup(queries, namespace: "default", environment: "dev").isEmpty)
        #expect(await fixture.statistics("results")?.misses == 1)
    }

    @Test func aShorterBoundOfThePolicyAppliesToWhatIsThere() async throws {
        await fixture.hub.setPolicies([Samples.policy(ttl: .minutes(60))])
        await fixture.keep(1)
        fixture.clock.advance(by: 60)
        await fixture.hub.setPolicies([Samples.policy(ttl: .seconds(60))])
        #expect(await fixture.run(of: 1) == nil)
        await fixture.hub.setPolicies([Samples.policy(ttl: .seconds(61))])
        #expect(await fixture.run(of: 1) == "r-1")
    }

    @Test func aResultFromTheFutureIsPassedOverUntilTimeCatchesUp() async throws {
        await fixture.hub.setPolicies([Samples.policy(ttl: .minutes(60))])
        await fixture.keep(1)
        // A little is how clocks are.
        fixture.clock.advance(by: -300)
        #expect(await fixture.run(of: 1) == "r-1")
        fixture.clock.advance(by: -0.001)
        #expect(await fixture.run(of: 1) == nil)
        // A new run under that clock is reused under it.
        await fixture.keep(1, run: "r-2", at: fixture.clock.now())
        #expect(await fixture.run(of: 1) == "r-2")
    }

    @Test func aHitInALaterTierIsCopiedToTheEarlierOnes() async throws {
        let slow = Samples.policy("slow", ttl: .minutes(60), tier: 2)
        await fixture.hub.setPolicies([slow])
        await fixture.keep(1)
        fixture.clock.advance(by: 10)
        let fast = Samples.policy("fast", ttl: .seconds(60), tier: 0)
        let middle = Samples.policy("middle", ttl: .seconds(5), tier: 1)
        await fixture.hub.setPolicies([slow, middle, fast])
        #expect(await fixture.run(of: 1) == "r-1")
        #expect(await fixture.statistics("fast")?.misses == 1)
        #expect(await fixture.statistics("slow")?.hits == 1)
        #expect(await fixture.statistics("slow")?.savedTime == .seconds(2))
        #expect(await fixture.statistics("fast")?.savedTime == .seconds(0))
        #expect(await fixture.statistics("fast")?.entries == 1)
        // It has outlived this tier's bound, which counts from when it was recorded.
        #expect(await fixture.statistics("middle")?.entries == 0)
        #expect(await fixture.run(of: 1) == "r-1")
        #expect(await fixture.statistics("fast")?.hits == 1)
        #expect(await fixture.statistics("slow")?.hits == 1)
        fixture.clock.advance(by: 50)
        #expect(await fixture.run(of: 1) == "r-1")
        #expect(await fixture.statistics("fast")?.hits == 1)
        #expect(await fixture.statistics("slow")?.hits == 2)
    }

    @Test func manyKeysAreEachAnsweredByTheFirstTierThatHasThem() async throws {
        let slow = Samples.policy("slow", type: .file, tier: 1)
        await fixture.hub.setPolicies([slow])
        for key in stride(from: 0, to: 200, by: 2) { await fixture.keep(key, run: "r-slow") }
        await fixture.hub.setPolicies([Samples.policy("fast", maxSize: 1 << 24)])
        for key in stride(from: 0, to: 200, by: 3) { await fixture.keep(key, run: "r-fast") }
        await fixture.hub.setPolicies([Samples.policy("fast", maxSize: 1 << 24), slow])
        let queries = (0..<200).map { CacheQuery(key: Samples.key($0)) }
        let found = await fixture.hub.lookup(queries, namespace: "default", environment: "dev")
        for key in 0..<200 {
            let run = key % 3 == 0 ? "r-fast" : key % 2 == 0 ? "r-slow" : nil
            #expect(found[Samples.key(key)]?.run.rawValue == run)
        }
        // 67 of 200 in the first, then 66 of the 133 that are left; those are in both from now on.
        #expect(await fixture.statistics("fast")?.hits == 67)
        #expect(await fixture.statistics("fast")?.misses == 133)
        #expect(await fixture.statistics("slow")?.hits == 66)
        #expect(await fixture.statistics("slow")?.misses == 67)
        #expect(await fixture.statistics("fast")?.entries == 133)
    }

    @Test func aWriteGoesToEveryTier() async throws {
        await fixture.hub.setPolicies([
            Samples.policy("fast"), Samples.policy("slow", type: .file, tier: 1),
            Samples.policy("other", environments: ["prod"]),
        ])
        await fixture.keep(1)
        #expect(await fixture.statistics("fast")?.entries == 1)
        #expect(await fixture.statistics("slow")?.entries == 1)
        #expect(await fixture.statistics("other")?.entries == 0)
    }

    @Test func samePoliciesAgainChangeNothing() async throws {
        await fixture.hub.setPolicies([Samples.policy()])
        await fixture.keep(1)
        for _ in 0..<3 { await fixture.hub.setPolicies([Samples.policy()]) }
        #expect(await fixture.run(of: 1) == "r-1")
    }

    @Test func aChangedPolicyKeepsItsEntriesInMemory() async throws {
        await fixture.hub.setPolicies([Samples.policy(maxSize: 100_000)])
        for key in 0..<20 { await fixture.keep(key) }
        #expect(await fixture.run(of: 3) == "r-1")
        await fixture.hub.setPolicies([Samples.policy(maxSize: 4_000, eviction: .fifo, tier: 3)])
        let statistics = try #require(await fixture.statistics("results"))
        #expect((1..<10).contains(statistics.entries))
        #expect(statistics.bytes <= 4_000)
        #expect(statistics.evictions == 20 - statistics.entries)
        #expect(statistics.hits == 1)
        #expect(await fixture.run(of: 19) == "r-1")
    }

    @Test func aPolicyThatLeftLosesItsMemoryAndItsCounts() async throws {
        await fixture.hub.setPolicies([Samples.policy()])
        await fixture.keep(1)
        #expect(await fixture.run(of: 1) == "r-1")
        await fixture.hub.setPolicies([])
        #expect(await fixture.hub.statistics().isEmpty)
        #expect(await fixture.run(of: 1) == nil)
        await fixture.hub.setPolicies([Samples.policy()])
        #expect(await fixture.run(of: 1) == nil)
        #expect(await fixture.statistics("results") == CacheStatistics(misses: 1))
    }

    @Test func removeAllEmptiesEveryCache() async throws {
        await fixture.hub.setPolicies([Samples.policy("a"), Samples.policy("b", type: .file)])
        await fixture.keep(1)
        await fixture.hub.removeAll()
        #expect(await fixture.run(of: 1) == nil)
        #expect(await fixture.statistics("a")?.entries == 0)
        #expect(await fixture.statistics("b")?.entries == 0)
    }

    @Test func manyRunsAtOnceWhilePoliciesChange() async throws {
        let fixture = fixture
        let policies = [
            Samples.policy("a", maxSize: 20_000), Samples.policy("b", type: .file, maxSize: 200_000, tier: 1),
        ]
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for step in 0..<40 {
                        let key = (task * 7 + step) % 30
                        await fixture.keep(key, run: "r-\(key)", environment: "dev-\(task % 2)")
                        let run = await fixture.run(of: key, environment: "dev-\(task % 2)")
                        #expect(run == nil || run == "r-\(key)")
                    }
                }
            }
            group.addTask {
                for step in 0..<40 {
                    await fixture.hub.setPolicies(Array(policies.suffix(step % 3)))
                    _ = await fixture.hub.statistics()
                    if step % 7 == 0 { await fixture.hub.forget(policies[1].identity) }
                }
            }
        }
        await fixture.hub.setPolicies(policies)
        await fixture.keep(1)
        #expect(await fixture.run(of: 1) == "r-1")
        #expect(await fixture.hub.faults().isEmpty)
        #expect(fixture.events.all.isEmpty)
    }
}
