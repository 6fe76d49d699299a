import Model
import Store

extension Dispatcher {
    /// All its tasks have ended, and it is time to store that.
    func isDueToFinish(_ id: RunID) -> Bool {
        guard let progress = runs[id], progress.machine.isFinished else { return false }
        return progress.finishAgain.map { $0 <= time.now() } ?? true
    }

    /// Stores the ends of runs, one at a time: two runs of one suite must not overwrite each other's verdict.
    func finishRuns() async {
        guard !isFinishing else { return }
        isFinishing = true
        while let id = order.first(where: { isDueToFinish($0) }) { await finish(id) }
        isFinishing = false
        let waiting = awaitingEnds
        awaitingEnds = []
        for continuation in waiting { continuation.resume() }
    }

    /// Returns once no end of a run is half stored: history has it and the suite's record too.
    ///
    /// A controller that stops judges by the records; one that is behind its history would tell yesterday's verdict.
    package func storedEnds() async {
        if !isFinishing { await finishRuns() }
        guard isFinishing else { return }
        await withCheckedContinuation { awaitingEnds.append($0) }
    }

    private func finish(_ id: RunID) async {
        guard let progress = runs[id] else { return }
        let machine = progress.machine
        let record = machine.record
        let key = record.suite.key
        let endedAt = progress.endedAt ?? wall.now()
        runs[id]?.endedAt = endedAt
        let tasks = machine.records
        let verdict = Verdict(
            run: id, digest: record.digest, revision: record.revision, outcome: machine.outcome,
            counts: machine.counts, startedAt: record.startedAt, endedAt: endedAt,
            cause: record.cause, coverage: tasks.coverage)
        let run = FinishedRun(key: key, verdict: verdict, tasks: tasks)
        do {
            let before = try await store.suiteRecords().first { $0.key == key } ?? SuiteRecord(key: key)
            let after = before.recording(
                verdict, superseded: machine.isSuperseded, byPerson: machine.wasCancelledByPerson,
                inputs: record.inputs)
            let fault = try await store.finishRun(run, record: after)
            if let fault {
                tell(.actionFailed, record, "the run is missing in history: \(fault)", severity: .warning)
            }
        } catch StoreError.runNotActive {
            // An earlier try succeeded though its answer was lost.
        } catch {
            postpone(id, error)
            return
        }
        runs[id] = nil
        order.removeAll { $0 == id }
        tellEnd(machine)
        news(.runEnded(run))
        advanced()
    }

    private func postpone(_ id: RunID, _ error: any Error) {
        guard let progress = runs[id] else { return }
        let pause = progress.finishPause
        runs[id]?.finishAgain = time.now().advanced(by: pause)
        runs[id]?.finishPause = min(pause * 2, .seconds(60))
        tell(
            .actionFailed, progress.machine.record, "the end of the run could not be stored, trying again: \(error)",
            severity: .warning)
        setAlarm()
    }

    private func tellEnd(_ machine: RunMachine) {
        let summary = "\(machine.counts.summary)  in \(machine.record.suite.key.environment)"
        let reason = machine.ending.map { ": \($0.message)" } ?? ""
        switch machine.outcome {
        case _ where machine.isSuperseded || machine.wasCancelledByPerson:
            tell(.runCancelled, machine.record, summary + reason, severity: .warning)
        case .passed, .skipped, .cancelled: tell(.runFinished, machine.record, summary)
        case .failed: tell(.runFinished, machine.record, summary, severity: .warning)
        case .timedOut: tell(.runFinished, machine.record, summary + reason, severity: .warning)
        case .errored: tell(.runErrored, machine.record, summary, severity: .warning)
        }
    }
}
