import Model

/// A failure, an error, a skip or a try of which the end tag has not come.
struct OpenFailure {
    /// Where it belongs.
    enum Place {
        case ofCase
        case ofSuite
    }

    let element: JUnitElement
    let place: Place
    let depth: Int
    private let line: Int
    private let limits: ReportLimits
    private var type: String?
    private var message: String?
    private var seconds: Double?
    private var details: CutText
    /// The depth of a part of it whose text is what the test printed, not what went wrong.
    private var outputDepth: Int?

    init(
        _ element: JUnitElement, _ attributes: XMLAttributes, place: Place, depth: Int, line: Int,
        limits: ReportLimits
    ) {
        self.element = element
        self.place = place
        self.depth = depth
        self.line = line
        self.limits = limits
        details = CutText(limit: limits.text)
        for (name, value) in attributes {
            switch JUnitAttribute(name) {
            case .message: message = CutText.string(value, limit: limits.message).nonEmpty
            case .type: type = CutText.string(value, limit: limits.name).nonEmpty
            case .time: seconds = ReportedSeconds.read(CutText.string(value, limit: limits.name))
            default: break
            }
        }
    }

    mutating func started(_ element: JUnitElement, depth: Int) {
        if case .output = element, outputDepth == nil { outputDepth = depth }
    }

    mutating func ended(depth: Int) {
        if outputDepth == depth { outputDepth = nil }
    }

    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        if outputDepth == nil { details.append(bytes) }
    }

    /// Why it was skipped.
    var reason: String? { message ?? details.text }

    func failure(_ outcome: Outcome) -> ReportedFailure {
        ReportedFailure(outcome: outcome, type: type, message: message, text: details.text, reportLine: line)
    }

    func attempt(_ outcome: Outcome) -> ReportedAttempt {
        ReportedAttempt(outcome: outcome, failure: failure(outcome), seconds: seconds)
    }
}

extension String {
    var nonEmpty: String? { isEmpty ? nil : self }
}
