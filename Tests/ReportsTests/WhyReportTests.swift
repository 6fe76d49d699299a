import Foundation
import Model
import Reports
import Testing

struct WhyReportTests {
    private let now = Samples.now

    private func text(_ input: WhyInput, style: Style = .plain) -> String {
        WhyReport.text(input, workers: Samples.workers, now: now, style: style)
    }

    @Test("A run is told from its commit to its first failure")
    func runs() throws {
        let alone = Samples.ended(Samples.verdict("r-1", outcome: .passed, cause: nil), tasks: [])
        let stages = [
            Samples.ended(), alone, Samples.requested, Samples.active(unschedulable: ["train": "missing gpu"]),
        ]
        try expectGolden(stages.map { text(.run($0)) }.joined(separator: "\n"), "why-run.txt")
    }

    @Test(
        "Every cause is told in words",
        arguments: [
            (PlanReason.neverRun, "never run"), (.requested, "asked for"),
            (.inputsChanged(["tests[1].expect"]), "definition changed (tests[1].expect)"),
            (.erroredBefore(attempt: 2), "try 2"),
        ])
    func causes(cause: PlanReason, words: String) {
        #expect(text(.run(Samples.ended(Samples.verdict(cause: cause)))).contains(words))
    }

    private func suite(
        _ conditions: [Condition] = [], on triggers: [TestSuiteSpec.Trigger] = [.commit, .manual],
        suspend: Bool = false
    ) -> ObjectWhy {
        ObjectWhy(
            object: Samples.object(
                .testSuite(TestSuiteSpec(environments: ["dev"], on: triggers, tests: [])), "checkout",
                status: ObjectStatus(conditions: conditions, summary: "passed 3 (main@sha1:4f2c91e)"),
                suspend: suspend))
    }

    private func place(
        _ newest: RunDetail? = Samples.ended(), inputs: String? = "d", record: Bool = true
    ) -> SuiteWhy {
        SuiteWhy(
            environment: "dev", newest: newest,
            record: record ? SuiteRecord(key: Samples.key, conclusive: Samples.verdict()) : nil,
            inputs: inputs.map { Digest(rawValue: $0) })
    }

    @Test("A suite tells its newest run in each environment, and why nothing runs")
    func suites() throws {
        let waits = [Samples.condition(.reconciling, .yes, .dependencyNotReady, "waits for Environment/live")]
        let broken = ObjectWhy(
            object: suite().object,
            broken: BrokenObject(
                object: Samples.key.suite,
                problem: Diagnostic(
                    message: "unknown field `expct`",
                    location: SourceLocation(file: "suites/checkout.yaml", line: 17, column: 9)),
                lastGood: Samples.newest))
        let text =
            text(.suite(suite(waits), [place(), place(nil, inputs: "e", record: false)])) + "\n"
            + text(.suite(broken, [place(Samples.active())]))
        try expectGolden(text, "why-suite.txt")
    }

    @Test("What a suite waits for now depends on its inputs, its triggers and its conditions")
    func state() {
        let stalled = [
            Samples.condition(.ready, .no, .runErrored, "errored 3 times in dev, last in run r-9"),
            Samples.condition(.stalled, .yes, .runErrored, "errored 3 times in dev, last in run r-9"),
        ]
        func told(_ why: ObjectWhy, _ place: SuiteWhy) -> String {
            text(.suite(why, [place])).components(separatedBy: "  now       ").last ?? ""
        }
        #expect(
            told(suite(), place())
                == "nothing runs: the inputs did not change since 4f2c91e, and the result of r-2 stands\n")
        #expect(told(suite(on: [.manual]), place()) == "runs only when somebody asks: rondo test run checkout\n")
        #expect(told(suite(suspend: true), place()) == "suspended in git: nothing is run\n")
        #expect(told(suite(), place(inputs: nil)) == "what git wants is not known\n")
        #expect(
            told(suite(stalled), place(inputs: "e"))
                == """
                there is no result for the present inputs
                            errored 3 times in dev, last in run r-9

                """)
        #expect(told(suite(), place(Samples.requested)) == "asked for, and not started\n")
        #expect(told(suite(), place(Samples.active())) == "running\n")
    }

    @Test("An object is told from the commit that changed it to where it stands")
    func objects() throws {
        let pool = Samples.object(
            .cloudResource(CloudResourceSpec(environment: "dev", replicas: 2)), "pool",
            status: ObjectStatus(
                conditions: [
                    Samples.condition(.ready, .no, .driftReported, "drift reported: instance 1 is missing"),
                    Samples.condition(.workersJoined, .no, .workersMissing, "1 of 2 joined"),
                ], summary: "1/2 running, 1 joined"))
        let events = [
            Samples.event(9_000, .instanceCreated, "instance 0 created: local-0"),
            Samples.event(7_300, .applied, "changed: replicas"),
            Samples.event(7_200, .instanceCreated, "instance 1 created: local-1"),
            Samples.event(180, .instanceLost, "instance 1 is gone: local-1", severity: .warning),
        ]
        let text =
            text(.object(ObjectWhy(object: pool, events: events, drift: [Samples.drift()]))) + "\n"
            + text(.object(ObjectWhy(object: pool, events: events)), style: Style(isColoured: true))
        try expectGolden(text, "why-object.txt")
    }

    @Test("A rule tells what it watches, its value and its last transitions")
    func rules() throws {
        var status = ObjectStatus(
            conditions: [
                Samples.condition(.ready, .yes, .accepted, "accepted"),
                Samples.condition(.firing, .yes, .alertFiring, "p95 412 ms > 300 ms"),
            ], summary: "firing (p95 412 ms > 300 ms)")
        status.state = .firing
        status.value = 0.412
        status.since = Samples.ago(180)
        let rule = Samples.object(
            .alertRule(
                AlertRuleSpec(
                    metric: "request.duration", tags: ["service": "catalog"], aggregate: .p95, threshold: 0.3,
                    duration: .seconds(30), environment: "dev")), "slow", status: status)
        let events = [
            Samples.event(210, .alertPending, "pending: p95 412 ms > 300 ms"),
            Samples.event(180, .alertFiring, "firing: p95 412 ms > 300 ms", severity: .warning),
        ]
        try expectGolden(text(.object(ObjectWhy(object: rule, events: events))), "why-rule.txt")
    }

    @Test("What was never in force tells what is wrong with it")
    func neverGood() {
        let broken = BrokenObject(
            object: ObjectIdentity(kind: .environment, name: "new"),
            problem: Diagnostic(message: "bad", location: SourceLocation(file: "a.yaml", line: 1, column: 2)),
            lastGood: nil)
        #expect(
            text(.broken(broken))
                == """
                Environment/new

                  manifest  a.yaml:1:2: bad
                            there was no good version before: nothing is made of it

                """)
    }
}
