import Model
import TestLanguage

/// Runs the steps of an integration test and then, whatever became of them, its cleanup.
struct IntegrationAttempt {
    let spec: IntegrationSpec
    let settings: TestSettings
    /// Those of the tests that this one depends on.
    let captures: [String: JSONValue]
    /// For references to anything else.
    let base: Scope
    let executor: any StepExecutor
    let redactor: Redactor
    let log: LogSink?
    var time = MonotonicTime.system

    /// How long a cleanup may still take once the attempt is cancelled: less than a lease that is to stop lasts.
    static let grace = Duration.seconds(10)

    func run() async -> AttemptReport {
        let isGuarded = spec.capturesSecrets || settings.capture.values.contains(where: \.redact)
        let journal = StepJournal(
            redactor: redactor, live: log.map { StepLog(sink: $0, isGuarded: isGuarded) })
        var state = StepState(captures: captures, base: base, redactor: redactor)
        let start = time.now()
        let interpreter = StepInterpreter(executor: executor, journal: journal, time: time, isCleanup: false)
        let fault = await interpreter.run(
            spec.steps, of: .own("steps"), &state,
            StepBounds(
                deadline: start.advanced(by: settings.timeout.duration), origin: .test(settings.timeout)))
        let duration = start.duration(to: time.now())
        let (cleanupFault, last) = await cleanUp(state, journal)

        var report = AttemptReport(outcome: .passed, redactor: last.redactor)
        if let first = fault ?? cleanupFault {
            report.outcome = first.outcome
            report.message = first.sentence
            if fault != nil, let cleanupFault { report.message = "\(first.sentence); then \(cleanupFault.sentence)" }
        } else {
            var evidence = Evidence(duration: duration)
            evidence.variables = state.captures
            report.judge(
                Evaluation(of: evidence, claims: Claims(settings, scope: state.scope), redactor: last.redactor))
        }
        // Also of a test that failed: whoever cleans up after it needs the names of what it made.
        var made = last.made
        made.formUnion(report.captures)
        let excess = made.removeExcess()
        if !excess.isEmpty, report.outcome == .passed {
            report.outcome = .failed
            report.message =
                "the captures of its steps are larger than 1Mi together: there is no room for "
                + excess.prefix(10).map { "`\($0)`" }.joined(separator: ", ")
        }
        report.captures = made
        let (steps, everything) = await journal.results()
        report.redactor.formUnion(everything)
        report.steps = steps
        await journal.reported.tell(&report)
        return report
    }

    /// Cancelling the attempt leaves the cleanup a short time.
    private func cleanUp(_ state: StepState, _ journal: StepJournal) async -> (StepFault?, StepState) {
        guard let steps = spec.finally, !steps.isEmpty else { return (nil, state) }
        let interpreter = StepInterpreter(executor: executor, journal: journal, time: time, isCleanup: true)
        let bounds = StepBounds(
            deadline: time.now().advanced(by: settings.timeout.duration), origin: .cleanup(settings.timeout))
        // Of its own, so that it is not cancelled with the attempt.
        let work = Task.detached {
            var state = state
            // A cleanup alone is the whole test: its steps are called what they are called elsewhere.
            let list = StepList.own(spec.steps.isEmpty ? "steps" : "finally")
            return (await interpreter.run(steps, of: list, &state, bounds), state)
        }
        return await withTaskCancellationHandler {
            await work.value
        } onCancel: { [time] in
            Task.detached {
                try? await time.sleep(time.now().advanced(by: Self.grace))
                work.cancel()
            }
        }
    }
}

extension IntegrationSpec {
    /// Whether any step captures what must be masked.
    var capturesSecrets: Bool { (steps + (finally ?? [])).contains(where: \.capturesSecrets) }
}

extension TestStep {
    fileprivate var capturesSecrets: Bool {
        (capture ?? [:]).values.contains(where: \.redact) || action.inner.contains(where: \.capturesSecrets)
    }
}

extension StepAction {
    /// The steps within it.
    var inner: [TestStep] {
        switch self {
        case .request, .command, .use: []
        case .steps(let steps), .parallel(let steps): steps
        case .forEach(let loop): loop.steps
        case .branch(let branch): branch.then + (branch.otherwise ?? [])
        }
    }
}
