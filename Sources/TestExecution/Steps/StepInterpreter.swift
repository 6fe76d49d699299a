import Model
import TestLanguage

/// Runs lists of steps by the rules of integration tests; what a step does is its executor's.
///
/// A list ends at its first step that does not pass, and what comes after it is recorded as skipped. A list of the
/// cleanup goes on: each of its steps runs whatever became of the others, but for those that name what was never
/// captured.
struct StepInterpreter: Sendable {
    let executor: any StepExecutor
    let journal: StepJournal
    let time: MonotonicTime
    let isCleanup: Bool

    /// How many steps of one `parallel` run at a time.
    private static let width = 32

    /// - Parameter list: what the steps are an entry of: `steps`, `finally`, or the same within another step.
    /// - Returns: the first that did not pass.
    func run(
        _ steps: [TestStep], of list: StepList, _ state: inout StepState, _ bounds: StepBounds
    ) async -> StepFault? {
        var fault: StepFault?
        for (index, step) in steps.enumerated() {
            let place = list.place(index)
            if fault != nil, !isCleanup {
                await skip(step, at: place, because: "not run")
                continue
            }
            let found = await run(step, at: place, &state, bounds)
            fault = fault ?? found
        }
        return fault
    }

    private func run(
        _ step: TestStep, at place: StepPlace, _ state: inout StepState, _ outer: StepBounds
    ) async -> StepFault? {
        let now = time.now()
        let bounds = outer.narrowed(by: step.timeout, now: now)
        if Task.isCancelled { return await end(step, at: place, .cancelled, "the attempt was cancelled") }
        guard now < bounds.deadline else { return await end(step, at: place, .timedOut, bounds.message) }
        var inner = state.inner()
        let fault: StepFault?
        switch step.action {
        case .request, .command: fault = await perform(step, at: place, &inner, bounds)
        case .use(let call):
            fault = await end(step, at: place, .errored, "the steps of fragment `\(call.fragment)` are not known")
        case .steps(let steps): fault = await run(steps, of: .within(place, "steps"), &inner, bounds)
        case .parallel(let steps): fault = await runSideBySide(steps, of: .within(place, "parallel"), &inner, bounds)
        case .forEach(let loop): fault = await run(loop, of: step, at: place, &inner, bounds)
        case .branch(let branch): fault = await run(branch, of: step, at: place, &inner, bounds)
        }
        state.take(inner, of: step.name)
        return fault
    }

    // MARK: What holds other steps

    /// Each step knows what was captured before the group; what they capture is put together in their order.
    private func runSideBySide(
        _ steps: [TestStep], of list: StepList, _ state: inout StepState, _ bounds: StepBounds
    ) async -> StepFault? {
        let before = state.inner()
        let ends = await withTaskGroup(of: (Int, StepState, StepFault?).self) { group in
            var waiting = steps.enumerated().makeIterator()
            func start() {
                guard let (index, step) = waiting.next() else { return }
                group.addTask {
                    var own = before
                    let fault = await self.run(step, at: list.place(index), &own, bounds)
                    return (index, own, fault)
                }
            }
            for _ in 0..<Self.width { start() }
            var ends: [(Int, StepState, StepFault?)] = []
            for await end in group {
                ends.append(end)
                start()
            }
            return ends.sorted { $0.0 < $1.0 }
        }
        for (_, own, _) in ends { state.take(own, of: nil) }
        let faults = ends.compactMap(\.2)
        return faults.first { $0.outcome == .failed || $0.outcome == .timedOut } ?? faults.first
    }

    private func run(
        _ loop: StepLoop, of step: TestStep, at place: StepPlace, _ state: inout StepState, _ bounds: StepBounds
    ) async -> StepFault? {
        let items: [JSONValue]
        do {
            if isCleanup, let missing = state.missingCapture(in: loop.items) {
                await skip(step, at: place, because: "`\(missing)` was never captured")
                return nil
            }
            items = try loop.file.map(executor.items) ?? LoopItems.items(of: state.resolve(loop.items ?? .null))
        } catch {
            return await end(step, at: place, .errored, "\(error)")
        }
        let name = loop.name ?? "item"
        var fault: StepFault?
        for (index, item) in items.enumerated() where fault == nil || isCleanup {
            var inner = state.inner()
            inner.setItem(item, as: name)
            let found = await run(
                loop.steps, of: .within(place.entry("forEach", index), "steps"), &inner, bounds)
            fault = fault ?? found
            state.take(inner, of: nil)
        }
        return fault
    }

    private func run(
        _ branch: StepBranch, of step: TestStep, at place: StepPlace, _ state: inout StepState, _ bounds: StepBounds
    ) async -> StepFault? {
        if isCleanup, let missing = state.missingCapture(in: branch.condition) {
            await skip(step, at: place, because: "`\(missing)` was never captured")
            return nil
        }
        let condition: TestCondition
        do {
            condition = try state.resolve(branch.condition)
        } catch {
            return await end(step, at: place, .errored, "\(error)")
        }
        guard let holds = condition.holds else {
            return await end(
                step, at: place, .errored,
                "`if: \(branch.condition.text)` compares `\(condition.left)` with `\(condition.right)`, which are not both numbers"
            )
        }
        return holds
            ? await run(branch.then, of: .within(place, "then"), &state, bounds)
            : await run(branch.otherwise ?? [], of: .within(place, "else"), &state, bounds)
    }

    // MARK: What does something

    private func perform(
        _ step: TestStep, at place: StepPlace, _ state: inout StepState, _ bounds: StepBounds
    ) async -> StepFault? {
        if isCleanup, let missing = state.missingCapture(in: step.withoutExpectations) {
            await skip(step, at: place, because: "`\(missing)` was never captured")
            return nil
        }
        let resolved: TestStep
        do {
            resolved = try state.resolve(step.withoutExpectations)
        } catch {
            return await end(step, at: place, .errored, "\(error)")
        }
        let action: StepWork.Action
        switch resolved.action {
        case .request(let request): action = .request(request)
        case .command(let command): action = .command(command)
        case .use, .steps, .parallel, .forEach, .branch: return nil
        }
        let start = time.now()
        var report = await executor.run(
            StepWork(
                action: action,
                claims: Claims(
                    expect: step.expect ?? Expectation(), assert: step.assert ?? [], capture: resolved.capture ?? [:],
                    scope: state.scope),
                timeout: bounds.remaining(at: start), variables: state.captures, redactor: state.redactor))
        if report.outcome == .timedOut, time.now().advanced(by: .milliseconds(5)) >= bounds.deadline {
            // Of a request that polled, what it still waited for is worth more than how long it did.
            report.message = bounds.message + (report.failures.isEmpty ? "" : ": \(report.message ?? "")")
        }
        state.take(report)
        return await record(
            step, at: place, report, title: StepTitle.of(resolved), duration: start.duration(to: time.now()).rounded)
    }

    // MARK: Records

    private func end(
        _ step: TestStep, at place: StepPlace, _ outcome: Outcome, _ message: String
    ) async -> StepFault? {
        await record(
            step, at: place, AttemptReport(outcome: outcome, message: message, redactor: Redactor()),
            title: StepTitle.of(step), duration: .milliseconds(0))
    }

    private func skip(_ step: TestStep, at place: StepPlace, because message: String) async {
        _ = await end(step, at: place, .skipped, message)
    }

    private func record(
        _ step: TestStep, at place: StepPlace, _ report: AttemptReport, title: String, duration: TimeSpan
    ) async -> StepFault? {
        await journal.record(
            place, title: title, template: StepTitle.of(step), report: report, duration: duration)
        switch report.outcome {
        case .passed, .skipped: return nil
        case .failed, .errored, .timedOut, .cancelled:
            return StepFault(
                place: place, title: title, outcome: report.outcome, message: report.message ?? "did not pass")
        }
    }
}

extension TestStep {
    /// What it expects may name what it captures itself, so that is resolved later.
    fileprivate var withoutExpectations: TestStep {
        var step = self
        step.expect = nil
        step.assert = nil
        return step
    }
}
