import API
import Model
import Reports

extension StateReading {
    /// So many failing cases of each test are shown.
    private var failingLimit: Int { 10 }

    /// What the commands of a run reported, as a description shows it.
    func reports(of run: RunDetail) async throws -> DescribedReports {
        var reports = DescribedReports()
        for task in run.tasks {
            guard let attempt = task.attempts.last(where: { $0.result?.cases != nil }),
                let cases = attempt.result?.cases
            else { continue }
            let failing = try await self.cases(
                CaseQuery(
                    run: run.id, task: task.name, attempt: attempt.number, outcomes: [.failed, .errored, .timedOut],
                    limit: failingLimit))
            reports.tests.append(DescribedReports.Test(name: task.name, cases: cases, failing: failing.items))
        }
        if run.tasks.coverage != nil { reports.earlier = try await coverage(before: run) }
        return reports
    }

    /// The last run of the same suite and environment before this one that reports coverage.
    private func coverage(before run: RunDetail) async throws -> (run: RunID, coverage: LineCoverage)? {
        let runs = try await runs(suite: run.key.suite).items
        // The newest first, so what comes behind it is older.
        let older = runs.drop { $0.id != run.id }.dropFirst()
        for earlier in older where earlier.key == run.key {
            if let coverage = earlier.verdict?.coverage { return (earlier.id, coverage) }
        }
        return nil
    }
}
