import API
import Model

/// What the tests of a run reported, read page after page so that a hundred thousand cases are never held.
struct RunCases: Sendable {
    /// A test whose command wrote reports, with the attempt that is looked at.
    struct Test: Sendable {
        let name: String
        let attempt: Int
        /// The sums, as its result has them.
        let cases: AttemptCases
    }

    let run: RunID
    let tests: [Test]
    private let state: any StateReading

    /// - Parameters:
    ///   - test: only this one; nil for all that have reported cases.
    ///   - attempt: nil for the last of each test that has reported cases.
    init(of run: RunID, test: String? = nil, attempt: Int? = nil, in state: any StateReading) async throws {
        let tasks = try await state.run(run).tasks
        if let test, !tasks.contains(where: { $0.name == test }) { throw ReadingError.noSuchTest(test, run) }
        self.run = run
        self.state = state
        tests = tasks.filter { test == nil || $0.name == test }.compactMap { task in
            let found = task.attempts.last { $0.result?.cases != nil && (attempt == nil || $0.number == attempt) }
            guard let found, let cases = found.result?.cases else { return nil }
            return Test(name: task.name, attempt: found.number, cases: cases)
        }
    }

    /// - Parameter outcomes: only cases that ended like this; empty for all.
    func forEachPage(
        of test: Test, outcomes: Set<Outcome> = [], _ body: ([StoredCase]) throws -> Void
    ) async throws {
        var query = CaseQuery(run: run, task: test.name, attempt: test.attempt, outcomes: outcomes)
        while true {
            let page = try await state.cases(query)
            try body(page.items)
            guard let next = page.next.flatMap({ Int64($0) }), next > query.after else { return }
            query.after = next
        }
    }
}
