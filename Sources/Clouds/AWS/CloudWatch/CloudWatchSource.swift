import Foundation
package import Model

/// Reads metrics of Amazon CloudWatch: all that is asked of one account's region shares calls.
package struct CloudWatchSource: MetricSource {
    private let accounts: AWSAccounts

    package init(accounts: AWSAccounts) { self.accounts = accounts }

    package func read(_ requests: [MetricRequest]) async -> MetricSurvey {
        await withTaskGroup(of: MetricSurvey.self) { group in
            for batch in CloudWatchBatch.batches(of: requests) {
                group.addTask { await read(batch) }
            }
            return await group.reduce(into: MetricSurvey()) { all, part in
                all.points.merge(part.points) { $0 + $1 }
                all.faults.merge(part.faults) { first, _ in first }
            }
        }
    }

    private func read(_ batch: CloudWatchBatch) async -> MetricSurvey {
        let calls = CloudWatchCalls(client: await accounts.client(of: batch.place), region: batch.place.region)
        var survey = MetricSurvey()
        var rest = batch.calls
        while let call = rest.popLast() {
            do {
                let results = try await calls.data(of: call.series, since: batch.since, until: batch.until)
                for (series, result) in zip(call.series, results) {
                    for request in batch.requests[series] ?? [] {
                        survey.points[request] = result.points
                        survey.faults[request] = result.fault
                    }
                }
            } catch {
                // Of what is asked wrongly only that one query has no answer.
                if let error = error as? AWSCallError, error.isOfAQuery, call.series.count > 1 {
                    rest += call.halves
                    continue
                }
                for series in call.series {
                    for request in batch.requests[series] ?? [] { survey.faults[request] = "\(error)" }
                }
                guard (error as? AWSCallError)?.isOfAQuery != true else { continue }
                // What keeps one call from being answered keeps the others as well.
                for series in rest.flatMap(\.series) {
                    for request in batch.requests[series] ?? [] { survey.faults[request] = "\(error)" }
                }
                return survey
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
