import Model

/// One test: a line with a bar for each attempt, and below it, unfolded where it did not pass, what there is to know.
struct TestBlock {
    let task: TaskRecord
    let scale: RunScale
    let results: RunResults

    var text: String {
        let mood = task.flaky ? "flaky" : task.outcome.rawValue
        let details = attempts
        let summary = """
            <span class="mark">\(task.outcome.mark)</span><span class="name">\(MarkupText.safe(task.name, limit: 300))</span>\
            <span class="note">\(note)</span><span class="track">\(bars)</span><span class="took">\(took)</span>
            """
        guard !details.isEmpty else { return "<div class=\"test \(mood)\"><div class=\"row\">\(summary)</div></div>\n" }
        let open = task.needsAttention ? " open" : ""
        return "<details class=\"test \(mood)\"\(open)><summary class=\"row\">\(summary)</summary>\n"
            + "<div class=\"body\">\n\(details)</div></details>\n"
    }

    private var note: String {
        var parts: [String] = []
        switch task.outcome {
        case .passed: if task.flaky { parts.append("flaky") }
        case .failed, .errored, .timedOut, .skipped, .cancelled: parts.append(task.outcome.words)
        }
        if task.attempts.count > 1 { parts.append(counted(task.attempts.count, "attempt")) }
        if let cached = task.cached { parts.append("cached from \(MarkupText.safe(cached.run.rawValue))") }
        if task.attempts.isEmpty, let message = task.message { parts.append(MarkupText.safe(message, limit: 200)) }
        return parts.joined(separator: ", ")
    }

    private var took: String {
        let results = task.attempts.compactMap(\.result)
        guard !results.isEmpty else { return "" }
        return Spans.took(.milliseconds(results.reduce(0) { $0 + $1.duration.milliseconds }))
    }

    private var bars: String {
        task.attempts.compactMap(\.result).map { result in
            "<i class=\"\(result.outcome.rawValue)\" style=\"\(scale.place(result))\" "
                + "title=\"\(result.outcome.words) in \(Spans.took(result.duration))\"></i>"
        }.joined()
    }

    private var attempts: String {
        let several = task.attempts.count > 1
        return task.attempts.map { attempt in
            let worker = results.worker(of: attempt).map { " on \(MarkupText.safe($0))" } ?? ""
            let outcome = attempt.result.map { "\($0.outcome.words) in \(Spans.took($0.duration))" } ?? "no result"
            let heading =
                several || !worker.isEmpty
                ? "<h3>\(several ? "Attempt \(attempt.number): " : "")\(outcome)\(worker)</h3>\n" : ""
            return heading + AttemptBlock(attempt.result, message: several ? nil : task.message).text
        }.joined()
    }
}

extension Outcome {
    fileprivate var mark: String {
        switch self {
        case .passed: "✔"
        case .failed, .errored, .timedOut: "✘"
        case .skipped, .cancelled: "–"
        }
    }
}
