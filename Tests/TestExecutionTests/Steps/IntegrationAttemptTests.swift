import Foundation
import Model
import TestLanguage
import TestSupport
import Testing

@testable import TestExecution

/// The rules of steps, over an executor that does nothing real.
struct IntegrationAttemptTests {
    private func run(
        _ steps: [TestStep], finally: [TestStep]? = nil, timeout: TimeSpan = .seconds(60),
        captures: [String: JSONValue] = [:], assert: [String] = [], with executor: FakeSteps = FakeSteps(),
        log: LogSink? = nil
    ) async throws -> TaskResult {
        let settings = TestSettings(name: "t", timeout: timeout, assert: try assert.map(AssertionParser.parse))
        return await IntegrationAttempt(
            spec: IntegrationSpec(steps: steps, finally: finally), settings: settings, captures: captures,
            base: Scope([.attempt: .integer(1)]), executor: executor, redactor: Redactor(), log: log
        ).run().result(startedAt: .distantPast, duration: .milliseconds(0))
    }

    private func lines(_ result: TaskResult) -> [String] {
        (result.steps ?? []).map { "\($0.place) \($0.title): \($0.outcome.rawValue)" }
    }

    /// Breaks when a list goes on after a failure, or the cleanup is left out.
    @Test func theFirstFailureEndsTheStepsAndTheCleanupRuns() async throws {
        let fake = FakeSteps()
        let result = try await run(
            [.say("one"), .say("fail now", name: "place order"), .say("two")], finally: [.say("clean")], with: fake)
        #expect(fake.asked == ["one", "fail now", "clean"])
        #expect(result.outcome == .failed)
        #expect(result.message == "steps[1] place order: exitCode: expected 0, got 1")
        #expect(
            lines(result) == [
                "steps[0] one: passed", "steps[1] place order: failed", "steps[2] two: skipped",
                "finally[0] clean: passed",
            ])
        #expect(result.steps?[2].message == "not run")
    }

    /// Breaks when a cleanup stops at its first failure, or hides the failure before it.
    @Test func everyStepOfTheCleanupRunsAndTheFirstFailureStaysTheFirst() async throws {
        let fake = FakeSteps()
        let result = try await run(
            [.say("fail")], finally: [.say("error gone"), .say("clean")], with: fake)
        #expect(fake.asked == ["fail", "error gone", "clean"])
        #expect(result.outcome == .failed)
        #expect(
            result.message == "steps[0] fail: exitCode: expected 0, got 1; then finally[0] error gone: gone")
    }

    /// Breaks when a failing cleanup counts for nothing.
    @Test func aCleanupThatFailsFailsATestThatPassed() async throws {
        let result = try await run([.say("one")], finally: [.say("fail", name: "remove")])
        #expect(result.outcome == .failed)
        #expect(result.message == "finally[0] remove: exitCode: expected 0, got 1")
    }

    /// Breaks when the captures of a failed step are thrown away: nothing could be cleaned up.
    @Test func theCleanupNamesWhatAFailedStepCapturedAndLeavesOutWhatWasNeverMade() async throws {
        let fake = FakeSteps()
        let result = try await run(
            [.say("make 7", capture: "id", assert: "stdout == 8"), .say("make 9", capture: "other")],
            finally: [.say("drop ${{captures.id}}"), .say("drop ${{captures.other}}")], with: fake)
        #expect(fake.asked == ["make 7", "drop 7"])
        #expect(result.outcome == .failed)
        #expect(result.steps?.last?.outcome == .skipped)
        #expect(result.steps?.last?.message == "`captures.other` was never captured")
        #expect(result.captures == ["id": .string("7")])
    }

    @Test func aStepNamesWhatEarlierOnesCapturedAndWhatItCapturesItself() async throws {
        let fake = FakeSteps()
        let result = try await run(
            [
                .say("make 7", name: "first", capture: "id"), .say("make 8", capture: "id"),
                .say("see ${{captures.id}} ${{steps.first.captures.id}} ${{captures.outer}}"),
                .say("own x", capture: "mine", assert: #"stdout == "${{captures.mine}}""#),
            ], captures: ["outer": .string("o")], with: fake)
        #expect(result.outcome == .passed, "\(result.message ?? "")")
        #expect(fake.asked[2] == "see 8 7 o")
        // What other tests get is what this one made.
        #expect(result.captures == ["id": .string("8"), "mine": .string("x")])
    }

    @Test func anUnknownNameIsAnErrorThatNamesTheNearest() async throws {
        let result = try await run([.say("make 7", capture: "order"), .say("see ${{captures.ordr}}")])
        #expect(result.outcome == .errored)
        #expect(
            result.message
                == "steps[1] see ${{captures.ordr}}: unknown capture `captures.ordr`: did you mean `captures.order`?")
    }

    /// Breaks when the steps of a group wait for each other, or see each other's captures.
    @Test func aGroupRunsSideBySideAndItsCapturesComeTogether() async throws {
        let fake = FakeSteps()
        let result = try await run(
            [
                .parallel(.say("meet 1", capture: "a"), .say("meet 2", capture: "b")),
                .say("see ${{captures.a}}${{captures.b}}"),
            ], with: fake)
        #expect(result.outcome == .passed, "\(result.message ?? "")")
        #expect(fake.mostAtOnce == 2)
        #expect(fake.asked.last == "see 12")
        #expect(
            Set(lines(result).prefix(2)) == [
                "steps[0].parallel[0] meet 1: passed", "steps[0].parallel[1] meet 2: passed",
            ])
        let blind = try await run([.parallel(.say("one", capture: "a"), .say("see ${{captures.a}}"))])
        #expect(blind.outcome == .errored)
    }

    @Test func aGroupEndsAsAWholeAndAFailureWeighsMoreThanAnError() async throws {
        let fake = FakeSteps()
        let result = try await run(
            [.parallel(.say("error x"), .say("fail"), .say("one")), .say("two")], with: fake)
        #expect(Set(fake.asked) == ["error x", "fail", "one"])
        #expect(result.outcome == .failed)
        #expect(result.message == "steps[0].parallel[1] fail: exitCode: expected 0, got 1")
    }

    @Test func aLoopRunsOnceForEachItemUntilOneFails() async throws {
        let fake = FakeSteps(files: ["d.csv": [.object(["k": .string("x")])]])
        let inner = try [TestStep.say("see ${{captures.item.k}}", capture: "last")]
        let result = try await run(
            [
                TestStep(action: .forEach(StepLoop(file: "d.csv", steps: inner))),
                TestStep(
                    action: .forEach(
                        StepLoop(
                            in: .string("${{captures.list}}"), as: "word",
                            steps: [.say("${{captures.word}} ${{captures.last}}", name: "try")]))),
            ], captures: ["list": .array([.string("say"), .string("fail"), .string("never")])], with: fake)
        #expect(fake.asked == ["see x", "say x", "fail x"])
        #expect(result.message == "steps[1].forEach[1].steps[0] try: exitCode: expected 0, got 1")
        let none = try await run([TestStep(action: .forEach(StepLoop(in: .string("text"), steps: inner)))])
        #expect(none.message == "steps[0] for each item: `forEach` needs a list, and this is of type string")
        #expect(none.outcome == .errored)
    }

    @Test func theItemIsKnownInItsLoopOnly() async throws {
        let result = try await run([
            TestStep(action: .forEach(StepLoop(in: .array([.integer(1)]), steps: [.say("one")]))),
            .say("see ${{captures.item}}"),
        ])
        #expect(result.outcome == .errored)
        #expect(result.captures.isEmpty)
    }

    @Test func oneListOfABranchRuns() async throws {
        let fake = FakeSteps()
        func branch(_ text: String) throws -> TestStep {
            TestStep(
                action: .branch(
                    StepBranch(
                        condition: try ConditionParser.parse(text), then: [try .say("yes")], otherwise: [try .say("no")]
                    )))
        }
        let result = try await run(
            [
                .say("make 7", capture: "n"), branch("${{captures.n}} > 5"), branch("${{captures.n}} == 6"),
                branch("${{captures.n}} > six"),
            ], with: fake)
        #expect(fake.asked == ["make 7", "yes", "no"])
        #expect(
            result.message
                == "steps[3] if ${{captures.n}} > six: `if: ${{captures.n}} > six` compares `7` with `six`, which are not both numbers"
        )
    }

    @Test func stepsOfAFragmentStandWithinItsStep() async throws {
        let result = try await run([
            TestStep(name: "log in", action: .steps([.say("make t", capture: "token"), .say("fail")]))
        ])
        #expect(result.message == "steps[0].steps[1] fail: exitCode: expected 0, got 1")
        #expect(result.captures == ["token": .string("t")])
    }

    /// Breaks when a step is not bounded by its own timeout, or by that of the step around it.
    @Test func aStepEndsAtItsTimeoutAndTheTestAtIts() async throws {
        let own = try await run([.say("hang", timeout: .milliseconds(20)), .say("two")])
        #expect(own.outcome == .timedOut)
        #expect(own.message == "steps[0] hang: did not end within 20ms")
        let group = try await run([
            TestStep(action: .steps([.say("hang", timeout: .seconds(50))]), timeout: .milliseconds(20))
        ])
        #expect(group.message == "steps[0].steps[0] hang: did not end within 20ms")
        let fake = FakeSteps()
        let whole = try await run(
            [.say("hang"), .say("two")], finally: [.say("clean")], timeout: .seconds(2), with: fake)
        #expect(whole.outcome == .timedOut)
        #expect(whole.message == "steps[0] hang: the test did not end within 2s")
        #expect(fake.asked == ["hang", "clean"])
    }

    @Test func aCleanupIsBoundedToo() async throws {
        let result = try await run([.say("one")], finally: [.say("hang")], timeout: .seconds(2))
        #expect(result.outcome == .timedOut)
        #expect(result.message == "finally[0] hang: the cleanup did not end within 2s")
    }

    /// Breaks when the cleanup is cancelled with the attempt.
    @Test func cancellingEndsTheStepAndTheCleanupStillRuns() async throws {
        let fake = FakeSteps()
        let work = Task { try await run([.say("hang"), .say("two")], finally: [.say("clean")], with: fake) }
        #expect(await eventually { fake.asked == ["hang"] })
        work.cancel()
        let result = try await work.value
        #expect(fake.asked == ["hang", "clean"])
        #expect(result.outcome == .cancelled)
        #expect(result.steps?.map(\.outcome) == [.cancelled, .skipped, .passed])
    }

    /// Breaks when only texts after the capture are masked.
    @Test func whatAnyStepCapturesToBeMaskedIsMaskedInAllOfThem() async throws {
        let log = Recorder<String>()
        let result = try await run(
            [
                .say("show tok-12345"), .say("make tok-12345", capture: "token", redact: true),
                .say("see ${{captures.token}}"), .say("fail tok-12345"),
            ],
            log: { _, text in
                log.record(text)
                return true
            })
        let told = (result.steps ?? []).map { "\($0)" }.joined() + (result.message ?? "")
        #expect(!told.contains("tok-12345") && told.contains("***"))
        #expect(result.redacted == ["token"])
        // The line of the first step is told before anything is known: it says no more than the manifest.
        #expect(log.all.count == 4 && !log.all.dropFirst().joined().contains("tok-12345"))
        #expect(log.all[2].hasPrefix("steps[2] see ${{captures.token}}: passed in "))
    }

    @Test func linesAreToldAsStepsEnd() async throws {
        let log = Recorder<String>()
        _ = try await run(
            [.say("one"), .say("fail", name: "place order")],
            log: { stream, text in
                log.record("\(stream.rawValue) \(text)")
                return true
            })
        #expect(log.all.count == 2)
        #expect(log.all[0].contains(/^rondo steps\[0\] one: passed in \d+ms\n$/))
        #expect(
            log.all[1].contains(/^rondo steps\[1\] place order: failed in \d+ms: exitCode: expected 0, got 1\n$/))
    }

    /// Breaks when passing steps are kept without a bound, or a failure is left out for them.
    @Test func passingStepsAreKeptUpToALimitAndFailuresInFull() async throws {
        let steps = try (0..<300).map { try TestStep.say("n\($0)") } + [TestStep.say("fail")]
        let result = try await run(steps)
        #expect(result.steps?.count == 202)
        #expect(result.steps?.dropLast().last?.outcome == .failed)
        #expect(result.steps?.last?.title == "100 more that passed or were skipped")
    }

    @Test func whatTheTestItselfExpectsIsJudgedOfTheWhole() async throws {
        let result = try await run(
            [.say("make 7", capture: "id")], assert: ["duration < 10s", "variable id == 8"])
        #expect(result.outcome == .failed)
        #expect(result.message == #"variable id: expected 8, got "7" (a string, where an integer is needed)"#)
    }

    @Test func aProgramThatSaysItWasSkippedEndsNothing() async throws {
        let fake = FakeSteps()
        let result = try await run([.say("skip it"), .say("two")], with: fake)
        #expect(result.outcome == .passed)
        #expect(fake.asked == ["skip it", "two"])
    }

    /// A suite's teardown: its steps are called what they are called elsewhere.
    @Test func aCleanupAloneIsAWholeTest() async throws {
        let result = try await run([], finally: [.say("fail"), .say("two")])
        #expect(lines(result) == ["steps[0] fail: failed", "steps[1] two: passed"])
        #expect(result.message == "steps[0] fail: exitCode: expected 0, got 1")
    }

    // MARK: A session

    /// Over httpbin. Breaks when each step has a jar of its own, or the cleanup has, or an attempt has that of another.
    @Test func stepsShareTheCookiesThatServersSet() async throws {
        func request(_ path: String) throws -> TestStep {
            TestStep(action: .request(try Fixture.request(#"{"url":"COUNTERPART\#(path)"}"#)))
        }
        func asking(_ cookies: String) throws -> TestStep {
            var step = try request("/cookies")
            step.assert = [try AssertionParser.parse("json $.cookies == \(cookies)")]
            return step
        }
        let spec = IntegrationSpec(
            steps: [
                try asking("{}"), try request("/cookies/set/session/s1"), try asking(#"{"session": "s1"}"#),
            ], finally: [try asking(#"{"session": "s1"}"#)])
        for _ in 0..<2 {
            let result = try await Fixture.run(.integration(spec))
            #expect(result.outcome == .passed, "\(result)")
        }
    }

    /// Breaks when the captures of many steps make a result that nobody takes.
    @Test func theCapturesOfAllStepsAreBoundedTogether() async throws {
        let text = String(repeating: "x", count: 60_000)
        let result = try await run(try (10..<30).map { try .say("say \(text)", capture: "c\($0)") })
        #expect(result.outcome == .failed)
        #expect(
            result.message
                == "the captures of its steps are larger than 1Mi together: there is no room for `c27`, `c28`, `c29`",
            "\(result.message ?? "")")
        #expect(result.captures.count == 17)
    }
}
