import Foundation
package import Model

/// Sends Rondo's own samples to CloudWatch, beside whoever measures: what can't be sent waits, and the oldest goes first.
package actor CloudWatchSink: MetricSink {
    /// Between sendings, so that a call carries many samples.
    private static let interval = Duration.seconds(60)
    /// After failures in a row, up to.
    private static let longestPause = Duration.seconds(600)
    /// How long a stop waits for what is left.
    private static let farewell = Duration.seconds(10)
    /// Calls that may be refused in one sending before what is left of theirs is dropped unsent: enough to find a few
    /// values among a thousand.
    private static let mostRefusals = 40

    /// How many values wait at most.
    private let capacity: Int
    private let accounts: AWSAccounts
    private let settings: OperatorConfiguration.CloudWatch
    private let clock: any WallClock
    private let time: MonotonicTime
    private let report: @Sendable (Event) -> Void

    private var waiting: [CloudWatchDatum] = []
    /// What is no longer in `waiting` and was not sent, since this was last told.
    private var dropped = 0
    private var isFailing = false
    /// CloudWatch refused some of what was last sent, which is told once.
    private var isRefusing = false
    private var pause: Duration
    private var notBefore: MonotonicInstant
    private var sending: Task<Void, Never>?

    /// - Parameter report: told of the first failure, of the end of failures, and of samples that were dropped.
    package init(
        accounts: AWSAccounts, settings: OperatorConfiguration.CloudWatch, capacity: Int = 20_000,
        report: @escaping @Sendable (Event) -> Void
    ) {
        self.accounts = accounts
        self.settings = settings
        self.capacity = capacity
        clock = accounts.surroundings.clock
        time = accounts.surroundings.time
        pause = Self.interval
        notBefore = accounts.surroundings.time.now()
        self.report = report
    }

    /// Keeps them until the next sending; the oldest go where too many wait.
    package func record(_ samples: [MetricSample]) {
        waiting += samples.compactMap(CloudWatchDatum.init)
        let surplus = waiting.count - capacity
        guard surplus > 0 else { return }
        waiting.removeFirst(surplus)
        dropped += surplus
    }

    /// Sends what came, about once a minute, until its task is cancelled.
    package func run() async {
        while !Task.isCancelled {
            try? await time.sleep(time.now().advanced(by: Self.interval))
            guard !Task.isCancelled, time.now() >= notBefore else { continue }
            await flush()
        }
    }

    /// Sends what is left, for some seconds at most, and tells what could not be.
    package func close() async {
        let sending = Task { await self.flush() }
        let alarm = Task {
            try await time.sleep(time.now().advanced(by: Self.farewell))
            sending.cancel()
        }
        await sending.value
        alarm.cancel()
        dropped += waiting.count
        waiting = []
        tellDropped()
    }

    /// Sends all that waits, call by call, until one fails; one caller after another.
    func flush() async {
        let before = sending
        let task = Task {
            await before?.value
            await self.send()
        }
        sending = task
        await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
    }

    private func send() async {
        let client = await accounts.ownClient()
        var refusals: [any Error] = []
        var isAnySent = false
        while !waiting.isEmpty, !Task.isCancelled {
            let now = clock.now()
            let count = waiting.count
            waiting.removeAll { !$0.isTimely(at: now) }
            dropped += count - waiting.count
            let taken = CloudWatchDatum.batch(waiting, namespace: settings.namespace).count
            guard taken > 0 else { break }
            // What is measured meanwhile waits behind.
            var parts = [waiting.prefix(taken)]
            waiting.removeFirst(taken)
            while let part = parts.popLast() {
                do {
                    let fields = CloudWatchDatum.batch(part, namespace: settings.namespace).fields
                    _ = try await client.query(.cloudwatch, "PutMetricData", in: settings.region, fields)
                    isAnySent = true
                    succeeded()
                } catch {
                    guard Self.isRefusal(error) else {
                        return failed(error, Array(part) + parts.reversed().flatMap(\.self))
                    }
                    refusals.append(error)
                    // For one value that it does not take CloudWatch refuses all that are sent with it.
                    if part.count > 1, refusals.count < Self.mostRefusals {
                        let middle = part.startIndex + part.count / 2
                        parts += [part[middle...], part[..<middle]]
                    } else {
                        dropped += part.count
                    }
                }
            }
        }
        guard let refusal = refusals.last else {
            isRefusing = false
            return tellDropped()
        }
        if !isAnySent { rest() }
        guard !isRefusing else { return }
        isRefusing = true
        tellDropped("; CloudWatch does not take them: \(refusal)")
    }

    private func succeeded() {
        pause = Self.interval
        guard isFailing else { return }
        isFailing = false
        tell(.normal, "metrics are sent to CloudWatch again")
        tellDropped()
    }

    private func failed(_ error: any Error, _ data: [CloudWatchDatum]) {
        let room = max(0, capacity - waiting.count)
        dropped += max(0, data.count - room)
        waiting = data.suffix(room) + waiting
        rest()
        guard !isFailing else { return }
        isFailing = true
        tell(.warning, "metrics can't be sent to CloudWatch and wait: \(error)")
    }

    private func rest() {
        notBefore = time.now().advanced(by: pause)
        pause = min(pause * 2, Self.longestPause)
    }

    /// What CloudWatch does not take now it never will.
    private static func isRefusal(_ error: any Error) -> Bool {
        (error as? AWSCallError)?.code.map(refusals.contains) ?? false
    }

    /// Errors of PutMetricData that are about what was sent.
    private static let refusals: Set = [
        "InvalidParameterValue", "InvalidParameterCombination", "MissingParameter", "ValidationError",
        "InvalidParameterValueException", "MissingRequiredParameterException", "InvalidParameterCombinationException",
    ]

    private func tellDropped(_ reason: String = "") {
        guard dropped > 0 else { return }
        tell(.warning, "\(dropped) \(dropped == 1 ? "sample" : "samples") never came to CloudWatch\(reason)")
        dropped = 0
    }

    private func tell(_ severity: Event.Severity, _ message: String) {
        report(Event(time: clock.now(), object: nil, severity: severity, reason: .actionFailed, message: message))
    }
}
