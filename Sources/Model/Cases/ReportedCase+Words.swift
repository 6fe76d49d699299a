extension ReportedCase {
    /// Its class; the suites stand for one where there is none.
    package var group: String? { className ?? (suites.isEmpty ? nil : suites.joined(separator: " / ")) }

    /// Its name, or that it has none.
    package var shownName: String { name.isEmpty ? "(case without a name)" : name }

    /// `shop.CartTest › totals`
    package var title: String { [group, shownName].compactMap(\.self).joined(separator: " › ") }
}

extension ReportedSuiteFailure {
    /// The suites' names, or that they have none.
    package var shownName: String {
        suites.isEmpty ? "(suite without a name)" : suites.joined(separator: " / ")
    }
}

extension ReportedFailure {
    /// The first line of the message that says something: tools print blank lines into messages.
    package var firstLine: String? {
        message?.split(whereSeparator: \.isNewline).lazy.map { $0.trimmingPrefix { $0.isWhitespace } }
            .first { !$0.isEmpty }.map(String.init)
    }
}

extension ReportEvent {
    /// `shop.CartTest › totals`, or the suite that failed.
    package var title: String {
        switch self {
        case .ended(let ended): ended.title
        case .suiteFailed(let failed): failed.shownName
        }
    }

    /// Of what went wrong, where it says so.
    package var firstLine: String? {
        switch self {
        case .ended(let ended): ended.failures.first.flatMap { $0.firstLine ?? $0.type }
        case .suiteFailed(let failed): failed.failure.firstLine ?? failed.failure.type
        }
    }

    /// Whether something went wrong.
    package var isFailing: Bool {
        switch outcome {
        case .failed, .errored, .timedOut: true
        case .passed, .skipped, .cancelled: false
        }
    }
}
