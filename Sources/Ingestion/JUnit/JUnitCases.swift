import Model

/// Makes cases of the elements of a JUnit report, in whatever dialect: suites within suites, cases beside suites, several
/// failures in a case, tries. Counters are not read.
final class JUnitCases: XMLEvents {
    private let limits: ReportLimits
    private let body: (ReportEvent) throws -> Void
    private var suites: [OpenSuite] = []
    /// More than one only where a case stands in a case.
    private var cases: [OpenCase] = []
    private var failure: OpenFailure?
    private var count = 0
    /// Whether an element of JUnit has come.
    private(set) var isJUnit = false
    /// The name of the outermost element.
    private(set) var root = ""

    init(limits: ReportLimits, _ body: @escaping (ReportEvent) throws -> Void) {
        self.limits = limits
        self.body = body
    }

    func started(
        _ name: UnsafePointer<CChar>, _ attributes: XMLAttributes, depth: Int, line: () -> Int
    ) throws {
        if depth == 1 { root = CutText.string(name, limit: 100) }
        let element = JUnitElement(name)
        guard failure == nil else {
            failure?.started(element, depth: depth)
            return
        }
        switch element {
        case .suites: isJUnit = true
        case .suite:
            isJUnit = true
            suites.append(OpenSuite(attributes, in: suites.last, depth: depth, limits: limits))
        case .testCase:
            isJUnit = true
            count += 1
            guard count <= limits.cases else { throw XMLRefusal(.tooManyCases(limit: limits.cases)) }
            cases.append(OpenCase(attributes, in: suites.last, depth: depth, limits: limits))
        case .failure, .error:
            guard let place = place(depth) else { return }
            failure = OpenFailure(element, attributes, place: place, depth: depth, line: line(), limits: limits)
        case .skipped, .flakyFailure, .flakyError, .rerunFailure, .rerunError:
            guard case .ofCase = place(depth) else { return }
            failure = OpenFailure(element, attributes, place: .ofCase, depth: depth, line: line(), limits: limits)
        case .output, .other: break
        }
    }

    func ended(depth: Int) throws {
        if let ended = failure {
            failure?.ended(depth: depth)
            guard ended.depth == depth else { return }
            failure = nil
            switch ended.place {
            case .ofCase: cases[cases.count - 1].add(ended)
            case .ofSuite:
                var outcome = Outcome.failed
                if case .error = ended.element { outcome = .errored }
                try body(
                    .suiteFailed(
                        ReportedSuiteFailure(suites: suites.last?.path ?? [], failure: ended.failure(outcome))))
            }
        } else if cases.last?.depth == depth, let ended = cases.popLast() {
            try body(.ended(ended.finished()))
        } else if suites.last?.depth == depth {
            suites.removeLast()
        }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) { failure?.append(bytes) }

    /// What an element at this depth is a direct child of; nil for anything but a case and a suite.
    private func place(_ depth: Int) -> OpenFailure.Place? {
        if let open = cases.last { return open.depth == depth - 1 ? .ofCase : nil }
        return suites.last?.depth == depth - 1 ? .ofSuite : nil
    }
}
