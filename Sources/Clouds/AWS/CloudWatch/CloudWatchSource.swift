import Foundation
package import Model

/// Reads metrics of Amazon CloudWatch: all that is asked of one account's region shares calls.
package struct CloudWatchSource: MetricSource {
    private let accounts: AWSAccounts
    private let refused = RefusedQueries()
    private let time: MonotonicTime

    /// Calls that may be refused in one look at a region before queries of theirs count as wrong that nobody asked one by
    /// one: enough to find a few among 500.
    private static let mostRefusals = 40

    package init(accounts: AWSAccounts) {
        self.accounts = accounts
        time = accounts.surroundings.time
    }

    package func read(_ requests: [MetricRequest]) async -> MetricSurvey {
        let reasons = refused.reasons(at: time.now())
        var known = MetricSurvey()
        for request in requests { known.faults[request] = reasons[RefusedQueries.Key(request)] }
        return await withTaskGroup(of: MetricSurvey.self) { [known] group in
            for batch in CloudWatchBatch.batches(of: requests.filter { known.faults[$0] == nil }) {
                group.addTask { await read(batch) }
            }
            return await group.reduce(into: known) { all, part in
                all.points.merge(part.points) { $0 + $1 }
                all.faults.merge(part.faults) { first, _ in first }
            }
        }
    }

    private func read(_ batch: CloudWatchBatch) async -> MetricSurvey {
        let calls = CloudWatchCalls(client: await accounts.client(of: batch.place), region: batch.place.region)
        var survey = MetricSurvey()
        var rest = batch.calls
        // Parts of one question that was refused: after what may still be answered.
        var doubtful: [CloudWatchBatch.Call] = []
        var refusals = 0
        while let call = rest.popLast() ?? doubtful.popLast() {
            do {
                let results = try await calls.data(of: call.series, since: batch.since, until: batch.until)
                for (series, result) in zip(call.series, results) {
                    for request in batch.requests[series] ?? [] {
                        survey.points[request] = result.points
                        survey.faults[request] = result.fault
                    }
                }
            } catch {
                let isOfAQuery = (error as? AWSCallError)?.isOfAQuery == true
                if isOfAQuery { refusals += 1 }
                // Of what is asked wrongly only that one query has no answer.
                if isOfAQuery, call.series.count > 1, refusals < Self.mostRefusals {
                    if call.isAlike { doubtful += call.halves } else { rest += call.halves }
                    continue
                }
                // What keeps one call from being answered otherwise keeps the others as well.
                for series in (isOfAQuery ? [call] : [call] + rest + doubtful).flatMap(\.series) {
                    for request in batch.requests[series] ?? [] {
                        survey.faults[request] = "\(error)"
                        guard isOfAQuery else { continue }
                        refused.add(
                            RefusedQueries.Key(request), "\(error)", isAlone: call.series.count == 1, at: time.now())
                    }
                }
                guard isOfAQuery else { return survey }
            }
        }
        return survey
    }
}

extension CloudWatchCalls.Result {
    /// nil where the values are what there is by now: the rest of partial data comes with the next look.
    fileprivate var fault: String? {
        switch status {
        case .complete, .partial: nil
        case .internalError: "CloudWatch could not answer (InternalError)\(message.map { ": \($0)" } ?? "")"
        case .forbidden: "CloudWatch does not allow it (Forbidden)\(message.map { ": \($0)" } ?? "")"
        }
    }
}

extension AWSCallError {
    /// Whether it says that one of several queries is wrong.
    fileprivate var isOfAQuery: Bool {
        ["ValidationError", "InvalidParameterValue", "InvalidParameterCombination", "MissingParameter"].contains(code)
    }
}
