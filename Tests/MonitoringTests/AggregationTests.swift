import Model
import Testing

@testable import Monitoring

struct AggregationTests {
    /// Reference values of NumPy 2.4 and Python 3:
    ///
    ///     a = [(i * 7919 % 10007) / 100 for i in range(1, 10001)]
    ///     b = [0.084, 0.412, 0.3, 0.051, 1.2, 0.0, 0.412, 0.299, 0.095, 0.77, 0.3]
    ///     numpy.percentile(x, p, method='inverted_cdf'); statistics.fmean(x); math.fsum(x); math.fsum(x) / 60
    @Test(arguments: [
        (AlertRuleSpec.Aggregate.avg, 50.041187, 0.35663636363636364), (.min, 0.01, 0), (.max, 100.06, 1.2),
        (.sum, 500_411.87, 3.923), (.count, 10_000, 11), (.rate, 500_411.87 / 60, 0.06538333333333333),
        (.p50, 50.04, 0.3), (.p90, 90.06, 0.77), (.p95, 95.06, 1.2), (.p99, 99.06, 1.2),
    ])
    func valuesAreThoseOfNumPy(aggregate: AlertRuleSpec.Aggregate, many: Double, few: Double) {
        let large = (1...10_000).map { Double($0 * 7_919 % 10_007) / 100 }
        let small = [0.084, 0.412, 0.3, 0.051, 1.2, 0.0, 0.412, 0.299, 0.095, 0.77, 0.3]
        #expect(Aggregation.value(aggregate, of: large, window: .minutes(1)) == many)
        #expect(Aggregation.value(aggregate, of: small, window: .minutes(1)) == few)
    }

    /// `[int(numpy.percentile(range(1, n + 1), p, method='inverted_cdf')) for p in (50, 90, 95, 99)]`
    @Test(
        arguments: [
            (1, [1, 1, 1, 1]), (2, [1, 2, 2, 2]), (3, [2, 3, 3, 3]), (10, [5, 9, 10, 10]), (19, [10, 18, 19, 19]),
            (20, [10, 18, 19, 20]), (21, [11, 19, 20, 21]), (99, [50, 90, 95, 99]), (100, [50, 90, 95, 99]),
            (101, [51, 91, 96, 100]),
        ] as [(Int, [Double])])
    func percentilesAreByNearestRank(count: Int, expected: [Double]) {
        let values = (1...count).map(Double.init).shuffled()
        let found = [AlertRuleSpec.Aggregate.p50, .p90, .p95, .p99].map {
            Aggregation.value($0, of: values, window: .minutes(1))
        }
        #expect(found == expected)
    }

    @Test(arguments: AlertRuleSpec.Aggregate.allCases)
    func noSampleIsNoValue(aggregate: AlertRuleSpec.Aggregate) {
        #expect(Aggregation.value(aggregate, of: [], window: .minutes(1)) == nil)
        #expect(Aggregation.value(aggregate, of: [.nan, .infinity, -.infinity], window: .minutes(1)) == nil)
    }

    @Test(arguments: AlertRuleSpec.Aggregate.allCases)
    func whatIsNoFiniteNumberIsDropped(aggregate: AlertRuleSpec.Aggregate) {
        let dirty: [Double] = [.nan, 3, .infinity, 1, -.infinity, 2]
        #expect(
            Aggregation.value(aggregate, of: dirty, window: .minutes(1))
                == Aggregation.value(aggregate, of: [3, 1, 2], window: .minutes(1)))
    }

    @Test(arguments: AlertRuleSpec.Aggregate.allCases)
    func noValueIsInfinite(aggregate: AlertRuleSpec.Aggregate) throws {
        let huge = [Double.greatestFiniteMagnitude, .greatestFiniteMagnitude, .greatestFiniteMagnitude]
        let value = try #require(Aggregation.value(aggregate, of: huge, window: .milliseconds(1)))
        #expect(value.isFinite)
        if aggregate == .avg { #expect(value > 1.79e308) }
    }

    @Test func sumsLoseNothingToRounding() {
        #expect(Aggregation.value(.sum, of: Array(repeating: 0.1, count: 10), window: .minutes(1)) == 1)
        #expect(Aggregation.value(.avg, of: Array(repeating: 0.1, count: 10), window: .minutes(1)) == 0.1)
        // math.fsum([1, 1e100, 1, -1e100])
        #expect(Aggregation.value(.sum, of: [1, 1e100, 1, -1e100], window: .minutes(1)) == 2)
    }

    @Test func aRateIsPerSecondOfTheWindow() {
        #expect(Aggregation.value(.rate, of: [1, 2, 3], window: .seconds(2)) == 3)
        #expect(Aggregation.value(.rate, of: [1], window: .milliseconds(500)) == 2)
        #expect(Aggregation.value(.rate, of: [1], window: .seconds(0)) == nil)
    }

    @Test(arguments: 0..<200)
    func selectingIsLikeSorting(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let count = Int.random(in: 1...300, using: &random)
        let kinds = Int.random(in: 1...count, using: &random)
        let values = (0..<count).map { _ in Double(Int.random(in: -kinds...kinds, using: &random)) }
        let sorted = values.sorted()
        for rank in sorted.indices { #expect(Selection.value(atRank: rank, of: values) == sorted[rank]) }
    }
}
