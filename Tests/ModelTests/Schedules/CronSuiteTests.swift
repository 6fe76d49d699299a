import Foundation
import Model
import Testing

/// Cron expressions against facts that others computed: robfig/cron, two evaluators that agree, and cronsim at changes
/// of the clock.
struct CronSuiteTests {
    private struct Robfig: Decodable {
        struct Activation: Decodable {
            let time: Date
            let expr: String
            let matches: Bool
        }

        struct Next: Decodable {
            let from: Date
            let tz: String
            let expression: String
            let next: Date?

            private enum CodingKeys: String, CodingKey {
                case from, tz, next
                case expression = "expr_with_seconds"
            }
        }

        let activation: [Activation]
        let next: [Next]
        let invalid: [String]
    }

    private struct Fact: Decodable {
        let expr: String
        let zone: String?
        let from: Date
        let next: [Date]
    }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func read<Value: Decodable>(_ type: Value.Type, _ url: URL) throws -> Value? {
        guard let contents = try? Data(contentsOf: url) else { return nil }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(type, from: contents)
    }

    private static func suite<Value: Decodable>(_ name: String, _ type: Value.Type) throws -> Value? {
        let data =
            ProcessInfo.processInfo.environment["RONDO_TEST_DATA"].map { URL(filePath: $0) }
            ?? root.deletingLastPathComponent().appending(path: "shared/data")
        let found = try read(type, data.appending(path: "suites/cron/\(name).json"))
        if found == nil { print("skipped: no cron suite beside the package") }
        return found
    }

    private static func next(_ text: String, after time: Date, count: Int, in zone: ZoneName = .utc) throws -> [Date] {
        let expression = try CronExpression(text)
        var times: [Date] = []
        while times.count < count, let next = expression.next(after: times.last ?? time, in: zone) {
            times.append(next)
        }
        return times
    }

    @Test func robfigActivations() throws {
        guard let facts = try Self.suite("robfig-spec", Robfig.self) else { return }
        var right = 0
        for fact in facts.activation {
            let matches = try CronExpression(fact.expr).matches(fact.time, in: .utc)
            #expect(matches == fact.matches, "\(fact)")
            right += matches == fact.matches ? 1 : 0
        }
        for text in facts.invalid { #expect(throws: CronError.self, "\(text)") { try CronExpression(text) } }
        print("cron, robfig activations: \(right) of \(facts.activation.count)")
        #expect(right > 20)
    }

    /// robfig leaves out a fixed time that the clock skips and runs one twice that comes twice; Vixie's rule, which
    /// is ours, does neither. Where they differ, what ours says is written here.
    private static let byVixie: [String: String] = [
        "0 30 2 11 Mar ? after 2012-03-11T05:00:00Z": "2012-03-11T07:00:00Z",
        "0 0 2 * * ? after 2012-03-11T05:00:00Z": "2012-03-11T07:00:00Z",
        "0 30 1 04 Nov ? after 2012-11-04T05:45:00Z": "2013-11-04T06:30:00Z",
        "0 0 1 * * ? after 2012-11-04T05:00:00Z": "2012-11-05T06:00:00Z",
    ]

    @Test func robfigNextTimes() throws {
        guard let facts = try Self.suite("robfig-spec", Robfig.self) else { return }
        var same = 0
        var differing = 0
        var byRule: Set<String> = []
        for fact in facts.next {
            let zone = try #require(ZoneName(fact.tz), "\(fact.tz)")
            let found = try Self.withSeconds(fact.expression, after: fact.from, in: zone)
            let key = "\(fact.expression) after \(fact.from.formatted(.iso8601))"
            if found == fact.next {
                same += 1
            } else if let ours = Self.byVixie[key] {
                byRule.insert(key)
                differing += 1
                #expect(found?.formatted(.iso8601) == ours, "\(key)")
            } else {
                Issue.record(
                    "\(key): \(found?.formatted(.iso8601) ?? "never"), not \(fact.next.map { $0.formatted(.iso8601) } ?? "never")"
                )
            }
        }
        print(
            "cron, robfig next times: \(same) of \(facts.next.count); \(differing) otherwise by Vixie's rule for the clock"
        )
        #expect(byRule == Set(Self.byVixie.keys))
    }

    /// nil for one that never comes.
    private static func expression(_ text: String) -> CronExpression? { try? CronExpression(text) }

    /// robfig's expressions have a field for seconds before ours: a time within a minute that ours names.
    private static func withSeconds(_ text: String, after time: Date, in zone: ZoneName) throws -> Date? {
        let fields = text.split(separator: " ")
        guard let expression = Self.expression(fields.dropFirst().joined(separator: " ")) else { return nil }
        let second = try #require(Int(fields[0].split(separator: "/")[0]))
        // The facts name the first second of a list only, and begin beyond it.
        return expression.next(after: time.addingTimeInterval(-Double(second)), in: zone)?
            .addingTimeInterval(Double(second))
    }

    @Test func consensusOfTwoEvaluators() throws {
        guard let facts = try Self.suite("consensus-next-utc", [Fact].self) else { return }
        var right = 0
        for fact in facts {
            let found = try Self.next(fact.expr, after: fact.from, count: fact.next.count)
            #expect(found == fact.next, "\(fact.expr) after \(fact.from)")
            right += found == fact.next ? 1 : 0
        }
        print("cron, consensus: \(right) of \(facts.count)")
        #expect(right == facts.count)
    }

    @Test func refusesWhatMustBeRefused() throws {
        guard let texts = try Self.suite("must-reject", [String].self) else { return }
        let refused = texts.filter { (try? CronExpression($0)) == nil }
        #expect(refused == texts)
        print("cron, must be refused: \(refused.count) of \(texts.count)")
    }

    @Test func changesOfTheClockAreAsCronsimHasThem() throws {
        let facts = try #require(
            try Self.read([Fact].self, Self.root.appending(path: "Tests/Fixtures/cron-dst.json")))
        var right = 0
        for fact in facts {
            let zone = try #require(fact.zone.flatMap(ZoneName.init))
            let found = try Self.next(fact.expr, after: fact.from, count: fact.next.count, in: zone)
            #expect(
                found == fact.next,
                "\(fact.expr) \(zone) after \(fact.from): \(found.map { $0.formatted(.iso8601) }), not \(fact.next.map { $0.formatted(.iso8601) })"
            )
            right += found == fact.next ? 1 : 0
        }
        print("cron, changes of the clock: \(right) of \(facts.count)")
    }
}
