import HTTPTransport
import Model

/// Why a check could not be made.
enum CheckFailure: Error, CustomStringConvertible {
    case noAnswer(HTTPTransportError)
    /// Its time was over before it came to its end.
    case outOfTime
    /// An answer came, and nothing can be said of it.
    case undecided(String)
    /// It found this, and could not look at everything.
    case incomplete([SecurityFinding], reason: String)

    /// What was found all the same.
    var findings: [SecurityFinding] {
        switch self {
        case .incomplete(let findings, _): findings
        case .noAnswer, .outOfTime, .undecided: []
        }
    }

    var description: String {
        switch self {
        case .noAnswer(let error): "\(error)"
        case .outOfTime: "the test's time was over"
        case .undecided(let reason), .incomplete(_, let reason): reason
        }
    }
}
