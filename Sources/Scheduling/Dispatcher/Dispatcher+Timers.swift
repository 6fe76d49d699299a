import Model

extension Dispatcher {
    /// The timer loop: ends leases, pauses and waits when they are due, and sleeps exactly until the next is.
    /// Returns when its task is cancelled.
    package func run() async {
        while !Task.isCancelled {
            await passTime()
            await sleepUntilDue()
            // Whatever was due while nobody slept: the others on this actor get their turn in between.
            await Task.yield()
        }
    }

    private func passTime() async {
        let now = time.now()
        for id in order {
            guard let progress = runs[id] else { continue }
            if progress.machine.ending == nil, let deadline = progress.deadline, deadline <= now,
                let timeout = progress.machine.record.suite.timeout
            {
                runs[id]?.machine.end(.timedOut(timeout), now: now)
            }
            if let next = progress.machine.nextDeadline, next <= now {
                runs[id]?.machine.time(passesTo: now, reasons: progress.unschedulable)
            }
        }
        for token in leases.expired(at: now) {
            // A heartbeat may have arrived while an earlier loss was being written.
            guard let held = leases[token], held.expires <= now else { continue }
            await lose(token, "worker \(name(of: held.worker)) was not heard of for \(leaseSpan)")
            // Still there: the store did not take it, or a result is just being written.
            leases.postpone(token, from: now, by: .seconds(1))
        }
        advanced()
    }

    private var leaseSpan: TimeSpan { TimeSpan(milliseconds: Int64(leases.duration / .milliseconds(1))) }

    private func nextDeadline() -> MonotonicInstant? {
        ([leases.nextExpiry] + order.map { runs[$0]?.nextDeadline }).compactMap(\.self).min()
    }

    private func sleepUntilDue() async {
        alarm.generation += 1
        let generation = alarm.generation
        var timer: Task<Void, any Error>?
        defer { timer?.cancel() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let due = nextDeadline()
                if Task.isCancelled || due.map({ $0 <= time.now() }) ?? false {
                    continuation.resume()
                    return
                }
                alarm.sleeper = continuation
                alarm.due = due
                if let due {
                    timer = Task {
                        try await time.sleep(due)
                        wake(generation)
                    }
                }
            }
        } onCancel: {
            Task { await self.wake(generation) }
        }
    }

    private func wake(_ generation: Int) {
        guard generation == alarm.generation else { return }
        alarm.sleeper?.resume()
        alarm.sleeper = nil
    }

    /// Wakes the timer loop when something is due before it would wake by itself.
    func setAlarm() {
        guard alarm.sleeper != nil, let next = nextDeadline() else { return }
        if alarm.due.map({ next < $0 }) ?? true { wake(alarm.generation) }
    }
}
