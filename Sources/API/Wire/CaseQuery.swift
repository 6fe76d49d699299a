package import Model

/// Which cases of which test are asked for.
package struct CaseQuery: Sendable, Hashable {
    /// The most entries of a page.
    package static let maxLimit = 1_000

    package let run: RunID
    package let task: String
    /// nil for the last one that has reported cases.
    package let attempt: Int?
    /// Only cases that ended like this; empty for all.
    package let outcomes: Set<Outcome>
    /// The position of the last entry that is known already, which is the `next` of the page before; 0 begins.
    package var after: Int64
    package let limit: Int

    /// - Parameter limit: brought within 1 and `maxLimit`.
    package init(
        run: RunID, task: String, attempt: Int? = nil, outcomes: Set<Outcome> = [], after: Int64 = 0,
        limit: Int = CaseQuery.maxLimit
    ) {
        self.run = run
        self.task = task
        self.attempt = attempt
        self.outcomes = outcomes
        self.after = after
        self.limit = min(max(1, limit), Self.maxLimit)
    }
}

extension ListResource<StoredCase> {
    /// A page of cases; `next` says that there are more.
    package init(cases: [StoredCase], hasMore: Bool) {
        self.init(
            kind: "CaseList", items: cases, next: hasMore ? cases.last.map { "\($0.position)" } : nil)
    }
}
