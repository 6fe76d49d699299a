import Model

/// Reads TAP 13 and 14 line by line: subtests, directives, diagnostics, plans that must hold.
///
/// A test point that sums up a subtest is no case of its own, unless it failed and nothing in the subtest did.
final class TAPReader {
    private let input: ReportInput
    private let limits: ReportLimits
    private let body: (ReportEvent) throws -> Void
    private var levels = [TAPLevel(name: nil)]
    private var number = 0
    private var cases = 0
    /// Where the diagnostics that are being read begin, and how far they are indented.
    private var diagnostics: (line: Int, indent: Int)?

    /// Subtests are indented by so much.
    private static let step = 4

    init(input: ReportInput, limits: ReportLimits, _ body: @escaping (ReportEvent) throws -> Void) {
        self.input = input
        self.limits = limits
        self.body = body
    }

    func run() throws {
        var lines = LineSplitter(limit: limits.text)
        var total = 0
        try input.forEachBlock(limit: limits.bytes) { block in
            total += block.count
            try lines.add(block) { try take($0) }
        }
        try lines.finish { try take($0) }
        guard total > 0 else { throw IngestionError(input, .empty) }
        if let diagnostics { throw IngestionError(input, line: diagnostics.line, .openDiagnostics) }
        while levels.count > 1 { try closeLevel() }
        try flush()
        guard let planned = levels[0].planned else {
            throw IngestionError(input, levels[0].seen == 0 ? .notTAP : .noPlan(seen: levels[0].seen))
        }
        guard planned == levels[0].seen else {
            throw IngestionError(input, .planDiffers(planned: planned, seen: levels[0].seen))
        }
    }

    private func take(_ text: String) throws {
        number += 1
        let spaces = text.utf8.prefix { $0 == UInt8(ascii: " ") }.count
        if diagnostics != nil { return addDiagnostics(text, spaces: spaces) }
        let content = text.dropFirst(spaces)
        if content == "---" || content.hasPrefix("--- "), levels[levels.count - 1].pending != nil {
            diagnostics = (number, spaces)
            return
        }
        let line = TAPLine(content)
        switch line {
        case .other, .version: return
        case .bailOut(let reason):
            try flush()
            throw IngestionError(input, line: number, .bailedOut(String(reason.prefix(1_000))))
        case .comment(let comment):
            // Of the last point, on whatever level it is told.
            levels[levels.count - 1].pending?.diagnostics.addComment(comment)
            return
        case .subtest, .plan, .point: break
        }
        guard spaces.isMultiple(of: Self.step) else { return }
        let level = spaces / Self.step
        guard level < limits.depth else { throw IngestionError(input, line: number, .tooDeep(limit: limits.depth)) }
        while level < levels.count - 1 { try closeLevel() }
        if level == levels.count, try openLevel(with: line) { return }
        guard level == levels.count - 1 else { return }
        switch line {
        case .subtest(let name):
            try flush()
            levels[level].announced = bounded(name)
        case .plan(let count, let skip):
            try flush()
            guard levels[level].setPlan(count) else { throw IngestionError(input, line: number, .secondPlan) }
            // All of the report is skipped: without a point there would be nothing to see of it.
            if count == 0, level == 0 {
                try end(ReportedCase(name: "(all tests)", outcome: .skipped, reason: skip?.nonEmpty))
            }
        case .point(let point):
            try flush()
            levels[level].addPoint()
            levels[level].pending = TAPLevel.PendingPoint(
                point: point, line: number, subtest: levels[level].ended, diagnostics: TAPDiagnostics(limits: limits))
            levels[level].ended = nil
            levels[level].announced = nil
        case .version, .bailOut, .comment, .other: break
        }
    }

    private func addDiagnostics(_ text: String, spaces: Int) {
        guard let open = diagnostics else { return }
        let line = text.dropFirst(min(spaces, open.indent))
        if spaces <= open.indent, line.trimmed == "..." {
            diagnostics = nil
        } else {
            levels[levels.count - 1].pending?.diagnostics.addYAML(line)
        }
    }

    /// The announcement stands above the subtest or as the first line in it.
    ///
    /// - Returns: whether that line was the announcement.
    private func openLevel(with line: TAPLine) throws -> Bool {
        try flush()
        let above = levels[levels.count - 1].announced
        levels[levels.count - 1].announced = nil
        guard above == nil, case .subtest(let name) = line else {
            levels.append(TAPLevel(name: above))
            return false
        }
        levels.append(TAPLevel(name: bounded(name)))
        return true
    }

    private func closeLevel() throws {
        try flush()
        let closed = levels.removeLast()
        levels[levels.count - 1].failures += closed.failures
        levels[levels.count - 1].ended = TAPLevel.EndedSubtest(
            cases: closed.seen, failures: closed.failures, planned: closed.planned)
    }

    /// Hands out the point whose diagnostics are complete.
    private func flush() throws {
        guard let pending = levels[levels.count - 1].pending else { return }
        levels[levels.count - 1].pending = nil
        let point = pending.point
        let subtest = pending.subtest
        if let subtest, subtest.isWhole, subtest.cases > 0, point.isOK || subtest.failures > 0 { return }
        let found = pending.diagnostics
        var ended = ReportedCase(
            name: bounded(point.description), suites: levels.dropFirst().compactMap(\.name), file: found.file,
            line: found.line, seconds: found.seconds)
        if let subtest, !subtest.isWhole {
            let message = "the subtest's plan says \(subtest.planned ?? 0), but there are \(subtest.cases) test points"
            ended.outcome = .failed
            ended.failures = [ReportedFailure(outcome: .failed, message: message, reportLine: pending.line)]
            return try end(ended)
        }
        switch (point.directive, point.isOK) {
        case (.skip(let reason), _):
            ended.outcome = .skipped
            ended.reason = reason.nonEmpty.map(bounded)
        case (.todo(let reason), false):
            ended.outcome = .skipped
            ended.reason = reason.isEmpty ? "to do" : "to do: \(bounded(reason))"
        case (.todo, true), (nil, true): ended.outcome = .passed
        case (nil, false):
            ended.outcome = .failed
            ended.failures = [
                ReportedFailure(
                    outcome: .failed, type: found.type, message: found.message, text: found.text,
                    reportLine: pending.line)
            ]
        }
        try end(ended)
    }

    private func end(_ ended: ReportedCase) throws {
        cases += 1
        guard cases <= limits.cases else {
            throw IngestionError(input, line: number, .tooManyCases(limit: limits.cases))
        }
        if ended.outcome == .failed { levels[levels.count - 1].failures += 1 }
        try body(.ended(ended))
    }

    private func bounded(_ text: String) -> String {
        var cut = CutText(limit: limits.name)
        cut.append(text)
        return cut.text ?? ""
    }
}
